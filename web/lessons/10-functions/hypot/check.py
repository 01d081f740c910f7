import math

from classroom.judge.engine import expect_engine, expect_function
from classroom.judge.checks import (
    Student,
    expect_close,
    expect_gradient,
    expect_locals,
    expect_node,
    fail,
    make_nodes,
    numbers_in,
    same,
    show,
)


def check_value(student: Student) -> None:
    expect_node(student, "hypot(x, y)", x=3, y=-4)


def check_local_gradients(student: Student) -> None:
    expect_locals(student, "hypot(x, y)", x=3, y=-4,
                  hint="it is a / h for the one, b / h for the other, with their signs")


def check_one_node(student: Student) -> None:
    expect_function(student, "hypot", math.hypot, [[3, -4], [-0.5, 1.25], [2.5, 6], [1e-9, 2e-9]])


def check_axes(student: Student) -> None:
    for x, y in ((3.0, 0.0), (0.0, -4.0), (0.0, 2.5), (-1.5, 0.0)):
        node = student.evaluate("hypot(x, y)", **make_nodes(student, {"x": x, "y": y}))
        h = math.hypot(x, y)
        if not same(tuple(numbers_in(node, "local_gradients", "`hypot(x, y)`")), (x / h, y / h)):
            fail(f"The local gradients of `hypot(x, y)` at x = {show(x)}, y = {show(y)} should be "
                 f"{show((x / h, y / h))}; yours are {show(tuple(node.local_gradients))}",
                 hint="only where h is 0 are both 0")


def check_origin(student: Student) -> None:
    nodes = make_nodes(student, {"x": 0.6, "y": 0.7})
    output = student.evaluate("hypot(0.6 - x, 0.7 - y)", **nodes)
    student.do("`backward()` from `hypot(0.6 - x, 0.7 - y)` on the house itself", output.backward)
    for name, node in nodes.items():
        expect_close(student, f"{name}.grad", 0, hint="on the house itself it pulls nowhere",
                     **{name: node})
    nodes = make_nodes(student, {"x": 0.0, "y": 0.0})
    node = student.evaluate("hypot(x, y)", **nodes)
    if [id(parent) for parent in node.parents] != [id(nodes["x"]), id(nodes["y"])]:
        fail("`hypot(x, y)` at x = 0, y = 0 should have the parents (x, y), as elsewhere; yours "
             f"has {len(node.parents)}.")
    if numbers_in(node, "local_gradients", "`hypot(x, y)`") != [0, 0]:
        fail("The local gradients of `hypot(x, y)` at x = 0, y = 0 should both be 0; yours are "
             f"{show(tuple(node.local_gradients))}.")


def check_a_house(student: Student) -> None:
    expect_gradient(student, "hypot(0.6 - x, 0.7 - y) + hypot(x, 2)", x=0.3, y=0.3)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "hypot")
