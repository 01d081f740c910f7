from py_engine.classroom.check_engine import expect_engine
from py_engine.classroom.checks import Student, expect_error, expect_node, fail, make_nodes


def check_powers(student: Student) -> None:
    expect_node(student, "x ** 2", x=3)
    expect_node(student, "x ** y", x=2, y=0.5)
    expect_node(student, "x ** -1", x=4)


def check_number_to_a_node(student: Student) -> None:
    expect_node(student, "2 ** x", x=3, hint="`2 ** x` calls `x.__rpow__(2)`")


def check_negative_base(student: Student) -> None:
    for exponent in ("3", "2", "-2", "0", "1.0"):
        expect_node(student, f"x ** {exponent}", x=-8,
                    hint="a negative base with a whole exponent gives a real number")
    nodes = make_nodes(student, {"x": -8, "y": 0.5})
    for expression in ("x ** (1 / 3)", "x ** y", "x ** -1.5", "(-8) ** y"):
        said = expect_error(student, expression, ValueError,
                            hint="Python's own value for it is a complex number", **nodes)
        if not said.strip():
            fail(f"`{expression}` at x = -8 raises a ValueError without a message",
                 hint="it should say that the result is not a real number")


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "power")
