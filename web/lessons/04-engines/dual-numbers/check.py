from classroom.judge.checks import Student, draws, expect_agrees, fail, probe, show


def check_operands_unchanged(student: Student) -> None:
    make = student.get("Dual")
    u, v = make(3.0, 10.0), make(5.0, 100.0)
    result = student.do("`u * v`", lambda: u * v)
    if not isinstance(result, make):
        fail(f"`u * v` gives {show(result)} of type {type(result).__name__}; "
             "it should give a new `Dual`.")
    for name, dual, before in (("u", u, (3.0, 10.0)), ("v", v, (5.0, 100.0))):
        if (dual.value, dual.slope) != before:
            fail(f"After `u * v`, `{name}` itself has changed from {show(before)} to "
                 f"{show((dual.value, dual.slope))}; the product has to be a new `Dual`.")
        if result is dual:
            fail(f"`u * v` gives `{name}` itself back; the product has to be a new `Dual`.")


def check_two_factors(student: Student) -> None:
    expect_agrees(student, "(lambda w: (w.value, w.slope))(Dual(u, du) * Dual(v, dv))",
                  lambda u, du, v, dv: (u * v, du * v + u * dv),
                  [probe(u=3, du=1, v=3, dv=1), probe(u=3, du=10, v=5, dv=100),
                   *draws(4, 6, "u du v dv")], told="Dual(u, du) * Dual(v, dv)", mistakes={
        "the slopes are multiplied; the product rule has two terms":
            lambda u, du, v, dv: (u * v, du * dv),
        "the slopes are just added; each has to be multiplied by the other value":
            lambda u, du, v, dv: (u * v, du + dv),
        "the slope is not handed on": lambda u, du, v, dv: (u * v, 0.0),
        "each slope is multiplied by its own value, and should be by the other factor's":
            lambda u, du, v, dv: (u * v, du * u + dv * v),
        "the term u v' is missing": lambda u, du, v, dv: (u * v, du * v),
        "the term u' v is missing": lambda u, du, v, dv: (u * v, u * dv),
        "the two terms are subtracted, and should be added": lambda u, du, v, dv: (u * v, du * v - u * dv),
    }, hint="the first number is the value, the second the slope")


def check_one_factor_twice(student: Student) -> None:
    expect_agrees(student, "(lambda a: ((a * a * a + a).value, (a * a * a + a).slope))(Dual(x, dx))",
                  lambda x, dx: (x ** 3 + x, (3 * x * x + 1) * dx),
                  [probe(x=3, dx=1), probe(x=2, dx=1), *draws(5, 3, "x dx")],
                  told="(lambda a: a * a * a + a)(Dual(x, dx))",
                  hint="the first number is the value, the second the slope")


def check_a_constant(student: Student) -> None:
    for order in ("Dual(x, 1.0) * Dual(c)", "Dual(c) * Dual(x, 1.0)"):
        expect_agrees(student, f"({order}).slope", lambda x, c: c,
                      [probe(x=3, c=5), probe(x=-2, c=0.5)],
                      hint="`Dual(c)` is a constant, of slope 0")
