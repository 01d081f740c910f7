from py_engine.classroom.checks import (
    Student,
    expect_error,
    expect_node,
    make_nodes,
)


def check_powers(student: Student) -> None:
    expect_node(student, "x ** 2", x=3)
    expect_node(student, "x ** y", x=2, y=0.5)
    expect_node(student, "x ** -1", x=4)


def check_number_to_a_node(student: Student) -> None:
    expect_node(student, "2 ** x", x=3, diagnose={
        9: "in `__rpow__`, `self` stands on the right: it is the exponent",
    })


def check_negative_base(student: Student) -> None:
    expect_node(student, "x ** 3", x=-2, on_error="A negative base with a whole exponent is fine.")
    nodes = make_nodes(student, {"x": -8})
    expect_error(student, "x ** (1 / 3)", ValueError,
                 hint="Look whether the value is complex: `isinstance(value, complex)`.", **nodes)
