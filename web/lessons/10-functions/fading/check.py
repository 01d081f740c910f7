from classroom.judge.checks import Student, expect_prediction


def check_factor(student: Student) -> None:
    expect_prediction(student, student.program["answer"], within=1e-8, diagnose={
        2.5: "ten times a quarter is a sum; along a chain the slopes are multiplied",
        0.025: "that is a quarter divided by ten; along a chain the slopes are multiplied",
        0: "it is small, but not 0",
    }, hint="a quarter, times a quarter, ten times over")
