from classroom.judge.checks import Student, expect_close


def check_result(student: Student) -> None:
    expect_close(student, "d", 0.5)
