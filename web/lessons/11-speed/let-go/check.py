from classroom.judge.engine import expect_engine
from classroom.judge.growth import Growth, chain, doublings, expect_growth
from classroom.judge.checks import Student, fail, make_nodes, show


def released(student: Student, output: object) -> None:
    student.do("`release`", lambda: student.get("release")(output))


def expect_cut(what: str, node: object) -> None:
    if node.parents != ():
        fail(f"{what} still has {show(node.parents)} for its `parents`; it should have `()`.")
    if node.local_gradients != ():
        fail(f"{what} still has {show(node.local_gradients)} for its `local_gradients`; it should "
             "have `()`.")


def check_small(student: Student) -> None:
    nodes = make_nodes(student, {"x": 2.0, "y": 5.0})
    product = student.evaluate("x * y", **nodes)
    root = student.evaluate("sqrt(p + 6)", p=product)
    student.do("`backward()`", root.backward)
    everything = {"sqrt(x * y + 6)": root, "x * y + 6": root.parents[0], "x * y": product, **nodes}
    before = {name: (node.value, node.grad) for name, node in everything.items()}
    released(student, root)
    for name, node in everything.items():
        expect_cut(f"After `release`, the node `{name}`", node)
        if (node.value, node.grad) != before[name]:
            fail(f"After `release`, the value and the gradient of `{name}` are "
                 f"{show((node.value, node.grad))}; they should stay {show(before[name])}.")


def check_shared(student: Student) -> None:
    x = make_nodes(student, {"x": 3.0})["x"]
    y = student.evaluate("x * x", x=x)
    z = student.evaluate("y * y + y", y=y)
    released(student, z)
    expect_cut("After `release(y * y + y)`, the node y = x * x", y)


def check_branches(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3.0, "y": 2.0})
    named = {name: student.evaluate(name, **nodes) for name in ("x + y", "x * y")}
    left, right = named.values()
    released(student, student.evaluate("hypot(left, right)", left=left, right=right))
    for name, node in named.items():
        expect_cut(f"After `release(hypot(x + y, x * y))`, the node `{name}`", node)


def check_what_is_not_under_it(student: Student) -> None:
    x = make_nodes(student, {"x": 3.0})["x"]
    y = student.evaluate("x * x", x=x)
    other = student.evaluate("y * 2 + x", y=y, x=x)
    released(student, y)
    if len(other.parents) != 2:
        fail("`release(y)` with y = x * x has also cut the node `y * 2 + x`, which lies above y.")


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "hypot")


def cut(student: Student, made: Growth) -> None:
    nodes = made.nodes()
    student.get("release")(made.output)
    left = sum(1 for node in nodes if node.parents)
    if left:
        fail(f"In {made.what}, {left:,} nodes still have parents.")


def check_many_paths(student: Student) -> None:
    expect_growth(student, "`release`", doublings, cut, (4, 8, 12, 16, 60))


def check_long_chain(student: Student) -> None:
    expect_growth(student, "`release`", chain, cut, (50, 2_000, 4_000, 8_000, 30_000))
