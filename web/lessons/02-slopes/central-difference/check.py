from py_engine.classroom.checks import Student, expect_close


def check_parabola(student: Student) -> None:
    expect_close(student, "central(f, 3, 0.5)", 6, f=lambda x: x * x, diagnose={
        12: "the two points are 2h apart, so divide by `2 * h`",
        1.5: "`/ 2 * h` divides by 2 and then multiplies by h; put `2 * h` in brackets",
        6.5: "that looks to the right only",
        5.5: "that looks to the left only",
        -6: "the value further right comes first",
        9.25: "add nothing: the values are subtracted",
    }, hint="where f(x) = x²")


def check_cube(student: Student) -> None:
    expect_close(student, "central(f, 2, 0.1)", 12.01, f=lambda x: x ** 3, tolerance=1e-9,
                 hint="where f(x) = x³")
