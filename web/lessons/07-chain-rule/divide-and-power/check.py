import math

from py_engine.classroom.check_engine import expect_engine
from py_engine.classroom.checks import Student, close, expect_locals, fail, make_nodes, show


def local(student: Student, expression: str, slot: int, expected: float, hint: str,
          **values: float) -> None:
    """One local gradient at an edge, where central differences do not reach."""
    node = student.evaluate(expression, on_error=hint, **make_nodes(student, values))
    where = ", ".join(f"{name} = {show(value)}" for name, value in values.items())
    try:
        got = node.local_gradients[slot]
    except (AttributeError, IndexError, TypeError):
        fail(f"The node of `{expression}` at {where} has no local gradient number {slot + 1} yet.")
    if not (isinstance(got, int | float) and close(float(got), expected)):
        fail(f"In `{expression}` at {where}, the local gradient for the "
             f"{('first', 'second')[slot]} operand should be {show(expected)}, yours is "
             f"{show(got)}", hint=hint)


def check_quotient(student: Student) -> None:
    expect_locals(student, "x / y", x=6, y=2)
    expect_locals(student, "5 / x", x=4)


def check_power(student: Student) -> None:
    expect_locals(student, "x ** 3", x=2)
    expect_locals(student, "x ** y", x=2, y=0.5)
    expect_locals(student, "2 ** x", x=3)


def check_tiny_divisor(student: Student) -> None:
    hint = "1e-200 is not 0, though its square is too small for a float"
    local(student, "x / y", 0, 1e200, hint, x=3e-200, y=1e-200)
    local(student, "x / y", 1, -3e200, hint, x=3e-200, y=1e-200)


def check_negative_base(student: Student) -> None:
    for base, exponent in ((-3.0, 2.0), (-1.5, 3.0), (-2.0, -1.0)):
        hint = "for a negative base, the exponent's local gradient is `math.nan`"
        local(student, "x ** y", 0, exponent * base ** (exponent - 1), hint, x=base, y=exponent)
        local(student, "x ** y", 1, math.nan, hint, x=base, y=exponent)


def check_power_zero(student: Student) -> None:
    hint = "a constant has slope 0, and 0.0 to the power -1 is not needed for it"
    for base in (0.0, 2.0, -3.0):
        local(student, "x ** y", 0, 0.0, hint, x=base, y=0.0)


def check_zero_base(student: Student) -> None:
    hint = "at a = 0, the exponent's local gradient is 0"
    for exponent in (2.0, 1.0, 3.0):
        local(student, "x ** y", 0, {1.0: 1.0}.get(exponent, 0.0), hint, x=0.0, y=exponent)
        local(student, "x ** y", 1, 0.0, hint, x=0.0, y=exponent)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "divide-and-power")
