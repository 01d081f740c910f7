from py_engine.classroom.checks import Student, expect_prediction


def check_milliseconds(student: Student) -> None:
    expect_prediction(student, student.program["answer"], within=0.1, diagnose={
        0.0014: "that is in seconds; the question asks for milliseconds",
        79.2: "that multiplies by 0.022, but does not divide by 58",
        62.1: "that divides by 58, which gives the closed form; WebAssembly takes 0.022 of it",
        2636.4: "that is how many times faster it is",
    }, hint="3,600 ms, divided by 58, times 0.022")
