from classroom.judge.checks import Student, expect_prediction


def check_number(student: Student) -> None:
    expect_prediction(student, student.program["answer"], within=1e-6, diagnose={
        1.5: "does the quotient grow when b grows?",
        0.5: "that is the local gradient for a",
        -3: "that is -a / b; the derivative of 1/b has a square in it",
        -0.25: "that is the derivative of 1/b; it is multiplied by a",
    }, hint="the derivative of a/b with respect to b is -a/b²")
