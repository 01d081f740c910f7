import gc
import weakref

from classroom.judge.checks import Student, expect_close, fail, make_nodes, show, slopes


def gradients(student: Student, expression: str, **values: float) -> None:
    nodes = make_nodes(student, values)
    output = student.evaluate(expression, **nodes)
    if not isinstance(output, student.get("Node")):
        fail(f"`{expression}` gives {show(output)}; it should give a Node.")
    expected = eval(expression, dict(values))
    if output.value != expected:
        fail(f"`{expression}`: expected the value {show(expected)}, yours is {show(output.value)}.")
    student.do(f"`backward()` from `{expression}`", output.backward)
    for name, slope in slopes(expression, values).items():
        expect_close(student, f"{name}.grad", slope, tolerance=1e-7,
                     hint=f"after `backward()` from `{expression}`", **{name: nodes[name]})


def check_sum(student: Student) -> None:
    gradients(student, "x + y", x=2.0, y=5.0)


def check_product(student: Student) -> None:
    gradients(student, "x * y", x=2.0, y=5.0)
    gradients(student, "x * x", x=3.0)
    gradients(student, "x * x * y + x", x=3.0, y=2.0)
    gradients(student, "(x + y) * (x * y + y)", x=3.0, y=-1.5)
    gradients(student, "(y + x * y) * x + (y * y + x * x)", x=3.0, y=-1.5)
    gradients(student, "(x * y + y) * (y + x) * (x * y)", x=3.0, y=-1.5)


def check_argument(student: Student) -> None:
    for sign, locals_ in (("+", (1, 1)), ("*", (5, 2))):
        nodes = make_nodes(student, {"x": 2.0, "y": 5.0})
        result = student.evaluate(f"x {sign} y", **nodes)
        for given, again in ((10.0, ""), (-3.0, ", called after `hand_on(10.0)`,")):
            before = nodes["x"].grad, nodes["y"].grad
            student.do(f"`hand_on({given})` of `x {sign} y`",
                       lambda r=result, g=given: r.hand_on(g),
                       on_error="`hand_on` takes the result's gradient as its argument")
            got = nodes["x"].grad - before[0], nodes["y"].grad - before[1]
            wanted = given * locals_[0], given * locals_[1]
            if got != wanted:
                fail(f"`hand_on({given})` of `x {sign} y` at x = 2, y = 5{again} should add "
                     f"{show(wanted[0])} to x.grad and {show(wanted[1])} to y.grad; yours are "
                     f"{show(got)}.")


def check_no_circles(student: Student) -> None:
    for expression in ("x + y", "x * y", "x * x", "x * y + x"):
        nodes = make_nodes(student, {"x": 2.0, "y": 5.0})
        collecting = gc.isenabled()
        gc.disable()
        try:
            watched = weakref.ref(student.evaluate(expression, **nodes))
            alive = watched() is not None
        except TypeError:  # slots without room for a weak reference
            alive = _in_a_circle(student.evaluate(expression, **nodes))
        finally:
            if collecting:
                gc.enable()
        if alive:
            fail(f"The node of `{expression}` stays in memory after its last use: something that it "
                 "holds holds it in turn.")


def _in_a_circle(node: object) -> bool:
    """Whether a way leads from what the node holds back to it."""
    seen, waiting = set(), [each for each in gc.get_referents(node) if not isinstance(each, type)]
    while waiting:
        thing = waiting.pop()
        if thing is node:
            return True
        if id(thing) not in seen and not isinstance(thing, type | dict):
            seen.add(id(thing))
            waiting.extend(gc.get_referents(thing))
    return False
