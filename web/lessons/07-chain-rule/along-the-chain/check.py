from classroom.judge.checks import Student, expect_prediction


def check_product(student: Student) -> None:
    expect_prediction(student, student.program["answer"], within=1e-3, diagnose={
        0.5901: "the first arrow turns the sign",
        0.590085: "the first arrow turns the sign",
        0.59: "the first arrow turns the sign",
        1.5595: "the numbers along a chain are multiplied, not added",
        0.9137: "that is the last arrow alone",
    }, hint="multiply the four numbers")
