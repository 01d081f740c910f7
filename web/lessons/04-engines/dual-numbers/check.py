from py_engine.classroom.checks import Student, expect_close, fail


def pair(student: Student, x: float, slope: float) -> object:
    return student.get("Dual")(x, slope)


def check_operands_unchanged(student: Student) -> None:
    x = pair(student, 3.0, 1.0)
    student.do("`x * x`", lambda: x * x)
    if x.value != 3.0:
        fail(f"After `x * x`, the value of `x` itself has changed from 3 to {x.value:g}; "
             "make a new `Dual`.")


def check_square(student: Student) -> None:
    x = pair(student, 3.0, 1.0)
    expect_close(student, "(x * x).value", 9, x=x)
    x = pair(student, 3.0, 1.0)
    expect_close(student, "(x * x).slope", 6, x=x, diagnose={
        1: "slopes do not multiply; the product rule has two terms",
        3: "one of the two terms is missing",
        2: "slopes do not just add; each is multiplied by the other value",
        0: "the slope is not handed on",
    })


def check_two_factors(student: Student) -> None:
    u, v = pair(student, 3.0, 10.0), pair(student, 5.0, 100.0)
    expect_close(student, "(u * v).value", 15, u=u, v=v)
    expect_close(student, "(u * v).slope", 350, u=u, v=v, diagnose={
        530: "each slope is multiplied by the value of the other factor",
    }, hint="where u has slope 10 and v has slope 100")


def check_longer(student: Student) -> None:
    x = pair(student, 2.0, 1.0)
    expect_close(student, "(x * x * x + x).slope", 13, x=x)
