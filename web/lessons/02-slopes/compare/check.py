from classroom.judge.checks import Student, expect_close


def check_right_gradient(student: Student) -> None:
    expect_close(student, "gap(f, g, 2, 3)", 0, tolerance=1e-6,
                 f=lambda x, y: x * y, g=lambda x, y: (y, x),
                 hint="where f(x, y) = xy and g is its gradient (y, x)")


def check_wrong_gradient(student: Student) -> None:
    expect_close(student, "gap(f, g, 2, 3)", 5, tolerance=1e-6,
                 f=lambda x, y: x * y, g=lambda x, y: (y, -x + 1e-9 - 1),
                 hint="where f(x, y) = xy and g gives (y, -x - 1), wrong by 5")
