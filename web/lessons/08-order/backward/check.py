from py_engine.classroom.checks import (
    Student,
    compare_gradient,
    expect_gradient,
    fail,
    make_nodes,
)


def check_one_operation(student: Student) -> None:
    expect_gradient(student, "x * y", x=2, y=5)
    expect_gradient(student, "x / y - x", x=6, y=2)


def check_used_twice(student: Student) -> None:
    expect_gradient(student, "x * x", x=3)
    expect_gradient(student, "x * x + x", x=3)


def check_order(student: Student) -> None:
    nodes = make_nodes(student, {"x": 1})
    a = student.evaluate("x + 1", **nodes)
    b = a * 2
    z = a * b
    student.do("`backward()`", z.backward)
    hint = {4: "`a` handed on before `b` had sent it anything",
            12: "something was handed on more than once"}.get(nodes["x"].grad, "")
    compare_gradient("`a = x + 1; b = a * 2; z = a * b` at x = 1", "x", 8, nodes["x"], z,
                     {**nodes, "a": a, "b": b, "z": z}, hint=hint)


def check_the_walk(student: Student) -> None:
    expect_gradient(student, "((0.6 - x) ** 2 + (0.7 - y) ** 2) ** 0.5", x=0.3, y=0.3)
    expect_gradient(student, "2 ** x / (1 + y * y) - -x * (x - y) ** 3", x=1.5, y=0.25)


def check_many_paths(student: Student) -> None:
    nodes = make_nodes(student, {"x": 1.0})
    y = nodes["x"]
    for _ in range(60):
        y = y + y
    student.do("`backward()` from 60 doublings", y.backward)
    if nodes["x"].grad != 2.0 ** 60:
        fail(f"60 doublings `y = y + y`: expected gradient 2 ** 60, yours is {nodes['x'].grad:g}.")


def check_deep(student: Student) -> None:
    x = make_nodes(student, {"x": 1.0})["x"]
    y = x
    for _ in range(20_000):
        y = y + x
    student.do("`backward()` from a sum of 20,000", y.backward)
    if x.grad != 20_001:
        fail(f"In a sum of 20,001 times x, the gradient of x is 20,001; yours is {x.grad:g}.")
