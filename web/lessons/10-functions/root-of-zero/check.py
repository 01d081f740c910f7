import math

from classroom.judge.engine import expect_engine, expect_function
from classroom.judge.checks import (
    CheckFailed,
    Student,
    expect_gradient,
    expect_node,
    fail,
    make_nodes,
    number_of,
    numbers_in,
    show,
)


def check_value(student: Student) -> None:
    expect_node(student, "sqrt(x)", x=0,
                hint="the value of the root at 0 is 0; only its slope is infinite")
    expect_node(student, "sqrt(x * x) + 1", x=0)
    node = student.evaluate("sqrt(x)", **make_nodes(student, {"x": 0.0}))
    if numbers_in(node, "local_gradients", "`sqrt(x)`") != [math.inf]:
        fail("The local gradient of `sqrt(x)` at x = 0 should be `math.inf`; yours is "
             f"{show(node.local_gradients)}.")


def check_below_zero(student: Student) -> None:
    nodes = make_nodes(student, {"x": -4.0})
    try:
        value = number_of(student.evaluate("sqrt(x)", **nodes))
    except CheckFailed:
        return
    if value is not None and not math.isnan(value):
        fail(f"`sqrt(x)` at x = -4 gives {show(value)}; it is to be changed at 0 alone, and has no "
             "value below.")


def raises(student: Student, what: str, act, *words: str) -> None:
    """Ask for a ZeroDivisionError whose text holds the words."""
    try:
        act()
    except ZeroDivisionError as error:
        for word in words:
            if word not in str(error):
                fail(f"{what} says: {error}",
                     hint="it should name the operation and the value of the parent")
        return
    except Exception as error:
        raise student.stopped(f"{what} should raise ZeroDivisionError, and", error) from error
    fail(f"{what} is silent; an infinite local gradient should raise ZeroDivisionError.")


def check_error(student: Student) -> None:
    x = make_nodes(student, {"x": 0.0})["x"]
    output = student.evaluate("sqrt(x * x)", x=x)
    raises(student, "`backward()` from `sqrt(x * x)` at x = 0", output.backward, "sqrt", "0")


def check_push(student: Student) -> None:
    for own in (1.0, -2.0, 0.0):
        nodes = make_nodes(student, {"x": 0.25, "y": 4.0})
        made = student.evaluate("Node(7.0, (y, x), 'steep', (3.0, inf))", inf=math.inf, **nodes)
        made.grad = own
        raises(student, f"`push()` of `Node(7.0, (y, x), 'steep', (3.0, math.inf))` at x = 0.25 "
               f"with the gradient {show(own)}", made.push, "steep", "0.25")
        if nodes["x"].grad != 0:
            fail("A `push()` that raises should not have changed the gradient of the parent it "
                 f"names; yours has made it {show(nodes['x'].grad)}.")


def check_elsewhere(student: Student) -> None:
    expect_gradient(student, "sqrt(x * x + y)", x=3.0, y=4.0)
    expect_gradient(student, "(x - 1) ** 2 * sqrt(y)", x=-3.0, y=4.0)
    expect_function(student, "sqrt", math.sqrt, [[0.25], [9], [1e-12]])


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "relu")
