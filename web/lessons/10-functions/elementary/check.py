from py_engine.classroom.checks import (
    Student,
    expect_close,
    expect_gradient,
    expect_locals,
    expect_node,
    fail,
    make_nodes,
)


def check_any_function(student: Student) -> None:
    maker = student.get("elementary")
    cube = student.do("`elementary('cube', ...)`",
                      lambda: maker("cube", lambda a: a ** 3, lambda a: 3 * a ** 2))
    if not callable(cube):
        fail(f"`elementary` should return a function; yours returns {cube!r}.")
    x = make_nodes(student, {"x": 2.0})["x"]
    result = expect_close(student, "cube(x)", 8, x=x, cube=cube)
    if getattr(result, "parents", None) != (x,):
        fail("`cube(x)` should have the one parent x.")
    got = tuple(result.local_gradients)
    if got != (12.0,):
        why = "; it is the derivative at the argument, not at the result" if got == (192.0,) else ""
        fail(f"`cube(x)` at x = 2: the local gradient should be 12, yours is "
             f"{', '.join(map(str, got)) or 'missing'}{why}.")
    if result.op != "cube":
        fail(f'The op of `cube(x)` should be its name, "cube"; yours is "{result.op}".')


def check_sin(student: Student) -> None:
    expect_node(student, "sin(x)", x=0.5)
    expect_locals(student, "sin(x)", x=0.5)


def check_cos(student: Student) -> None:
    expect_node(student, "cos(x)", x=0.5)
    expect_locals(student, "cos(x)", x=0.5, hint="the derivative of cos is -sin")


def check_tanh(student: Student) -> None:
    expect_node(student, "tanh(x)", x=0.5)
    expect_locals(student, "tanh(x)", x=0.5, hint="the derivative is 1 minus the square of tanh")


def check_together(student: Student) -> None:
    expect_gradient(student, "sin(x * cos(y)) * tanh(x + 1) - sin(0.5)", x=0.7, y=2.0)
