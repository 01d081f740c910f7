from classroom.judge.engine import expect_engine
from classroom.judge.checks import Student, fail, make_nodes, show


def gradient_of_x(student: Student, what: str, expected: float, nodes: dict, why: str = "") -> None:
    got = nodes["x"].grad
    if got != expected:
        fail(f"{what}: expected gradient {show(expected)}, yours is {show(got)}", hint=why)


def check_second_call(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3})
    z = student.evaluate("2 * (x * x)", **nodes)
    student.do("`backward()`", z.backward)
    gradient_of_x(student, "`z = 2 * (x * x)` at x = 3: after one `backward()`", 12, nodes)
    student.do("`backward()`", z.backward)
    gradient_of_x(student, "`z = 2 * (x * x)` at x = 3: after a second `backward()`", 24, nodes,
                  "each call adds 12, as the first did")


def check_two_losses(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3})
    shared = student.evaluate("x * x", **nodes)
    student.do("`backward()`", (shared + 1).backward)
    student.do("`backward()`", (shared * 10).backward)
    gradient_of_x(student, "With y = x * x at x = 3, (y + 1).backward() and then "
                  "(y * 10).backward()", 66, nodes, "6 from the first, 60 from the second")


def check_leaf_itself(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3})
    student.do("`x.backward()`", nodes["x"].backward)
    gradient_of_x(student, "After `x.backward()` on a leaf x", 1, nodes)
    student.do("`x.backward()`", nodes["x"].backward)
    gradient_of_x(student, "After `x.backward()` twice on a leaf x", 2, nodes,
                  "leaves keep what they have")


def check_zero_grad(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3, "y": 4, "w": 2})
    w = student.evaluate("x * y * w", **nodes)
    student.do("`backward()`", w.backward)
    student.do("`zero_grad([x, w, x * y])`", lambda: student.get("zero_grad")(
        [nodes["x"], nodes["w"], w.parents[0]]))
    for name, node, expected in (("x", nodes["x"], 0), ("w", nodes["w"], 0), ("y", nodes["y"], 6),
                                 ("x * y", w.parents[0], 0), ("x * y * w", w, 1)):
        if node.grad != expected:
            fail("After `(x * y * w).backward()` and `zero_grad([x, w, x * y])`, the gradient of "
                 f"{name} should be {expected}, and yours is {show(node.grad)}.")


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "call-it-twice")
