from classroom.judge.engine import expect_engine
from classroom.judge.checks import Student, compare_gradient, expect_close, fail, make_nodes


def pushed(student: Student, what: str, *order: object) -> None:
    for node in order:
        if not hasattr(node, "push"):
            fail("`Node` has no method `push` yet.")
        student.do(f"`push()` in {what}", node.push)


def check_starts_at_zero(student: Student) -> None:
    expect_close(student, "Node(3).grad", 0.0, hint="every node has an attribute `grad`")
    expect_close(student, "(x * 2).grad", 0.0, **make_nodes(student, {"x": 3}))


def check_one_product(student: Student) -> None:
    nodes = make_nodes(student, {"x": 2, "y": 5})
    z = student.evaluate("x * y", **nodes)
    z.grad = 1.0
    pushed(student, "z = x * y", z)
    for name, expected in (("x", 5), ("y", 2)):
        compare_gradient("`z = x * y` at x = 2, y = 5, z.grad = 1", name, expected, nodes[name], z,
                         nodes)


def check_used_twice(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3})
    z = student.evaluate("x * x", **nodes)
    z.grad = 1.0
    pushed(student, "z = x * x", z)
    compare_gradient("`z = x * x` at x = 3", "x", 6, nodes["x"], z, nodes)


def check_the_walk(student: Student) -> None:
    nodes = make_nodes(student, {"x": 0.3, "y": 0.3})
    I_x = student.evaluate("0.6 - x", **nodes)
    I_y = student.evaluate("0.7 - y", **nodes)
    g_x, g_y = I_x ** 2, I_y ** 2
    M = g_x + g_y
    d = M ** 0.5
    d.grad = 1.0
    pushed(student, "the walk", d, M, g_x, g_y, I_x, I_y)
    named = {**nodes, "I_x": I_x, "I_y": I_y, "g_x": g_x, "g_y": g_y, "M": M, "d": d}
    for name, expected in (("x", -0.6), ("y", -0.8)):
        compare_gradient("The walk from (0.6, 0.7) to (0.3, 0.3)", name, expected, nodes[name], d,
                         named)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "push")
