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
)


def check_any_function(student: Student) -> None:
    def f(a: float) -> float:
        return a ** 3

    def derivative(a: float) -> float:
        return 3 * a ** 2

    maker = student.get("elementary")
    cube = student.do("`elementary('cube', f, derivative)`",
                      lambda: maker("cube", f, derivative))
    if not callable(cube):
        fail(f"`elementary` should return a function; yours returns {cube!r}.")
    x = make_nodes(student, {"x": 2.0})["x"]
    result = expect_close(student, "cube(x)", 8, x=x, cube=cube)
    if [id(each) for each in getattr(result, "parents", ())] != [id(x)]:
        fail("`cube(x)` should have the one parent x.")
    got = numbers_in(result, "local_gradients", "`cube(x)`")
    if got != [12.0]:
        fail(f"`cube(x)` at x = 2: the local gradient should be 12, yours is "
             f"{', '.join(map(str, got)) or 'missing'}",
             hint="it is the derivative at the argument's value")
    if result.op != "cube":
        fail(f'The op of `cube(x)` should be its name, "cube"; yours is "{result.op}".')


def check_two_makers(student: Student) -> None:
    maker = student.get("elementary")
    student.namespace["twice"] = student.do(
        "`elementary('twice', ...)`", lambda: maker("twice", lambda a: 2 * a, lambda a: 2.0))
    student.namespace["shifted"] = student.do(
        "`elementary('shifted', ...)`", lambda: maker("shifted", lambda a: a + 1, lambda a: 1.0))
    student.namespace["sinh"] = student.do(
        "`elementary('sinh', ...)`", lambda: maker("sinh", lambda a: a * a, lambda a: 2 * a))
    for name, expected in (("twice", 5.0), ("shifted", 3.5)):
        result = expect_close(student, f"{name}(x)", expected, **make_nodes(student, {"x": 2.5}))
        if result.op != name:
            fail(f'The op of `{name}(x)` should be its name, "{name}"; yours is "{result.op}".')
        expect_close(student, f"{name}(2.5)", expected, on_error="it takes a node or a number")
    expect_close(student, "sinh(x)", 6.25, **make_nodes(student, {"x": 2.5}),
                 hint="`sinh` was made with f(a) = a * a; a name is a name, and `f` says what to do")
    student.namespace.pop("sinh")


def check_sin(student: Student) -> None:
    expect_node(student, "sin(x)", x=0.5)
    expect_locals(student, "sin(x)", x=0.5, hint="the derivative of sin is cos")


def check_cos(student: Student) -> None:
    expect_node(student, "cos(x)", x=0.5)
    expect_locals(student, "cos(x)", x=0.5, hint="the derivative of cos is -sin")


def check_tanh(student: Student) -> None:
    expect_node(student, "tanh(x)", x=0.5)
    expect_locals(student, "tanh(x)", x=0.5, hint="the derivative is 1 minus the square of tanh")


def check_each_is_one_node(student: Student) -> None:
    for name in ("sin", "cos", "tanh"):
        expect_function(student, name, getattr(math, name), [[0.5], [-2], [1.25]])


def check_together(student: Student) -> None:
    expect_gradient(student, "sin(x * cos(y)) * tanh(x + 1) - sin(0.5)", x=0.7, y=2.0)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "elementary")
