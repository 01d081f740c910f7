from py_engine.classroom.checks import Student, expect_close


def check_straight_line(student: Student) -> None:
    expect_close(student, "slope(f, 2, 0.5)", 3, f=lambda x: 3 * x + 1, diagnose={
        1.5: "that is the growth; divide it by `h`",
        -3: "the value further right comes first",
        -5.5: "subtract the two values first, in brackets; then divide",
    }, hint="where f(x) = 3x + 1")


def check_square(student: Student) -> None:
    expect_close(student, "slope(f, 3, 0.1)", 6.1, f=lambda x: x * x, tolerance=1e-9, diagnose={
        6: "that looks to both sides; here it is only the step to the right",
        5.9: "that looks to the left; step to the right, to `x + h`",
        3.05: "divide by `h`, not by `2 * h`",
    }, hint="where f(x) = x²")
