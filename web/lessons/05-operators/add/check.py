from py_engine.classroom.checks import (
    Student,
    expect_error,
    expect_node,
    fail,
    make_nodes,
)


def check_operands_unchanged(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3, "y": 5})
    result = student.evaluate("x + y", **nodes)
    if result is nodes["x"] or nodes["x"].value != 3:
        fail(f"After `x + y`, the value of `x` itself has become {nodes['x'].value:g}; "
             "the sum has to be a new Node.")


def check_two_nodes(student: Student) -> None:
    expect_node(student, "x + y", x=3, y=5)
    expect_node(student, "x + x", x=3)


def check_number_on_the_right(student: Student) -> None:
    expect_node(student, "x + 2", x=3,
                on_error="A plain number has no `value`; use `to_node(other)`.")


def check_number_on_the_left(student: Student) -> None:
    expect_node(student, "2 + x", x=3)
    expect_node(student, "sum([x, y, z])", x=1, y=2.5, z=4)


def check_refusals(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3})
    expect_error(student, "x + 'ab'", TypeError, hint="Only numbers can be added.", **nodes)
