"""The table of errors says of each primitive where Python raises what, no more and no less."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from itertools import product
from typing import Any

import pytest

from py_engine.jit import rules
from py_engine.jit.program import COMPARISONS, ERRORS, RAISING, may_raise
from py_engine.primitives import BUILT_IN, PRIMITIVES
from tests.unit.jit.wasmtime_host import quiet

EDGES = [
    0.0, -0.0, 0.5, -0.5, 1.0, -1.0, math.nextafter(1.0, 2.0), math.nextafter(-1.0, -2.0), 2.0,
    -2.0, 2.5, -2.5, 3.0, 709.0, 710.0, 711.0, -711.0, 1023.5, 1024.0, 1e10, 1e200, -1e200, 1e-320,
    1.7976931348623157e308, math.inf, -math.inf, math.nan,
]  # fmt: skip
TWO = "add sub mul div floordiv mod pow atan2 leaky_relu hypot maximum minimum polygamma".split()
OPERANDS = dict.fromkeys(TWO, 2) | {"where": 3, "power_log": 3}
TESTS = {"lt": operator.lt, "le": operator.le, "gt": operator.gt, "ge": operator.ge,
         "eq": operator.eq, "ne": operator.ne}  # fmt: skip


def points(op: str) -> list[tuple[float, ...]]:
    return list(product(EDGES, repeat=OPERANDS.get(op, 1)))


def evaluate(expression: Any) -> float:
    """An expression as WebAssembly has it: nothing raises, and what overflows is infinite."""
    if isinstance(expression, float):
        return expression
    op, *arguments = expression
    if op == "if":
        test, left, right, then, otherwise = arguments
        return evaluate(then if TESTS[test](evaluate(left), evaluate(right)) else otherwise)
    numbers = [evaluate(each) for each in arguments]
    simple: dict[str, Callable[..., float]] = {
        "mul": operator.mul, "abs": abs, "neg": operator.neg, "exp2": lambda x: powered(2.0, x),
        "pow": powered, "div": divided, "sub": operator.sub, "maximum": max,
        "sqrt": lambda x: math.sqrt(x) if x >= 0 else math.nan,
    }  # fmt: skip
    return float((simple.get(op) or quiet(getattr(math, op, None)))(*numbers))


def powered(a: float, b: float) -> float:
    try:
        return math.pow(a, b)
    except OverflowError:
        return math.inf
    except ValueError:
        return math.inf if a == 0.0 else math.nan


def divided(a: float, b: float) -> float:
    return a / b if b else math.nan if not a or a != a else math.copysign(math.inf, a)


def raised(op: str, operands: tuple[float, ...]) -> str | None:
    try:
        PRIMITIVES[op].value(*operands)
    except (ArithmeticError, ValueError) as error:
        return type(error).__name__
    return None


@pytest.mark.parametrize("op", sorted(BUILT_IN))
def test_each_error_is_in_the_table_and_its_condition_is_where_it_is_raised(op: str) -> None:
    met = set()
    for operands in points(op):
        error = raised(op, operands)
        if error is not None:
            met.add(error)
            assert may_raise(op, operands[-1]), operands
        for name, (each, kind) in ERRORS.items():
            if each == op:
                condition = evaluate(rules.raises(op, kind, list(operands)))
                assert condition == (1.0 if error == kind else 0.0), (name, operands)
    assert met == {kind for each, kind in ERRORS.values() if each == op}


def test_the_table_names_nothing_else() -> None:
    assert RAISING <= BUILT_IN
    assert not set(ERRORS) & set(COMPARISONS)


@pytest.mark.parametrize("op", sorted(BUILT_IN - {"round"}))
def test_an_operation_that_does_not_absorb_hands_on_what_is_not_finite(op: str) -> None:
    from py_engine.jit.forward import _absorbs
    from py_engine.jit.roll import Ref, Step

    for operands in points(op):
        for constant in (False, True):
            last: Any = operands[-1] if constant and len(operands) == 2 else Ref(0, ())
            step = Step(op, [*operands[:-1], last], 0)
            others = operands[:-1] if constant and len(operands) == 2 else operands
            if _absorbs(step) or all(map(math.isfinite, others)):
                continue
            if isinstance(last, float) and not math.isfinite(last):
                continue  # such a constant is not finite by itself
            error = raised(op, operands)
            value = 0.0 if error else PRIMITIVES[op].value(*operands)
            assert error or not math.isfinite(value), operands
