from py_engine.classroom.checks import (
    Student,
    expect_error,
    expect_node,
    make_nodes,
)


def check_product(student: Student) -> None:
    expect_node(student, "x * y", x=3, y=5)
    expect_node(student, "x * 2", x=3)
    expect_node(student, "2 * x", x=3)


def check_quotient(student: Student) -> None:
    expect_node(student, "x / y", x=3, y=4, diagnose={4 / 3: "the left operand is `self`"})
    expect_node(student, "x / 2", x=3)


def check_number_divided_by_a_node(student: Student) -> None:
    expect_node(student, "1 / x", x=4, diagnose={
        4: "in `__rtruediv__`, `self` stands on the right: it is what divides",
    })


def check_tiny_divisor(student: Student) -> None:
    expect_node(student, "1 / x", x=1e-200,
                on_error="Divide the values directly; the square of the divisor is too small for a float.")


def check_refusals(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3})
    expect_error(student, "x * 'ab'", TypeError,
                 hint="A text times a number is a longer text, and no node should be one.",
                 **nodes)
    expect_error(student, "x / 0", ZeroDivisionError, **nodes)
