from classroom.judge.checks import Student, expect_prediction


def check_number(student: Student) -> None:
    expect_prediction(student, student.program["answer"], within=1e-6, diagnose={
        6: "that is the derivative itself. (3 + h)² is 9 + 6h + h²: one term is left over",
        6.000001: "the h² of (3 + h)² is divided by h too",
        0.006001: "that is the growth alone; it still has to be divided by h",
    }, hint="(3 + h)² is 9 + 6h + h². Take away 9, and divide every term by h")
