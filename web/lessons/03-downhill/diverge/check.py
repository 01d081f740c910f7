from classroom.judge.checks import Student, expect_prediction


def check_place(student: Student) -> None:
    expect_prediction(student, student.program["answer"], within=1e-6, diagnose={
        -1.2: "that is after one step",
        -1.44: "the factor is negative, and it is applied twice",
        -1.4: "that is the change added twice; each step multiplies",
        0.01: "the factor is 1 - 2r, not 1 - r",
    }, hint="the factor is 1 - 2 · 1.1. Apply it twice")
