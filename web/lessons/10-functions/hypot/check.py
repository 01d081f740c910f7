from py_engine.classroom.checks import (
    Student,
    expect_close,
    expect_gradient,
    expect_locals,
    expect_node,
    make_nodes,
)


def check_value(student: Student) -> None:
    expect_node(student, "hypot(x, y)", x=3, y=-4, diagnose={
        25: "is the root missing?", 7: "the sides are squared first", -1: "the sides are squared "
                                                                         "first",
    })


def check_local_gradients(student: Student) -> None:
    expect_locals(student, "hypot(x, y)", x=3, y=-4, hint="it is a / h for the one, b / h for "
                                                          "the other, with their signs")


def check_large(student: Student) -> None:
    expect_node(student, "hypot(x, y)", x=3e200, y=4e200,
                on_error="The squares overflow; `math.hypot` knows how to avoid them.",
                hint="the squares overflow; `math.hypot` knows how to avoid them")


def check_origin(student: Student) -> None:
    nodes = make_nodes(student, {"x": 0.6, "y": 0.7})
    output = student.evaluate("hypot(0.6 - x, 0.7 - y)", **nodes)
    student.do("`backward()` from `hypot(0.6 - x, 0.7 - y)` on the house itself", output.backward)
    for name, node in nodes.items():
        expect_close(student, f"{name}.grad", 0, hint="on the house itself it pulls nowhere",
                     **{name: node})


def check_a_house(student: Student) -> None:
    expect_gradient(student, "hypot(0.6 - x, 0.7 - y) + hypot(x, 2)", x=0.3, y=0.3)
