from classroom.judge.checks import Student, expect_prediction


def check_milliseconds(student: Student) -> None:
    expect_prediction(student, student.program["answer"], within=0.1, diagnose={
        0.001: "that is in seconds; the question asks for milliseconds",
        67.2: "that multiplies by 0.016, but does not divide by 63",
        66.7: "that divides by 63, which gives the closed form; WebAssembly takes 0.016 of it",
        3937.5: "that is how many times faster it is",
    }, hint="4,200 ms, divided by 63, times 0.016")
