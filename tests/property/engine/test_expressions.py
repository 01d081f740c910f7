"""Random programs: the value as floats give it, the gradient as mpmath gives it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given, settings
from mpmath import mp, mpf

from py_engine import GradientError, Node, functions
from py_engine.gradients import flat_value_and_grad
from tests.property.engine.programs import POINTS, PROGRAMS, Program, run

FLOATS = {name: getattr(math, name) for name in ("sqrt", "exp", "log", "sin", "cos", "tanh")}
OURS = {name: getattr(functions, name) for name in FLOATS}
EXACT = {name: getattr(mp, name) for name in FLOATS}


def trail(program: Program, point: list[Any], of: dict[str, Callable[[Any], Any]]) -> list[Any]:
    try:
        return run(program, point, of)
    except (ArithmeticError, ValueError):
        assume(False)
        raise


@settings(max_examples=300)
@given(PROGRAMS, POINTS)
def test_the_value_of_every_step_is_bit_for_bit_that_of_floats(
    program: Program, point: list[float]
) -> None:
    plain = trail(program, point, FLOATS)
    nodes = run(program, [Node(x) for x in point], OURS)
    assert [getattr(node, "_value", node) for node in nodes] == plain


@settings(max_examples=300)
@given(PROGRAMS, POINTS)
def test_the_gradient_is_that_of_mpmath(program: Program, point: list[float]) -> None:
    plain = trail(program, point, FLOATS)
    assume(all(abs(x) < 1e6 for x in plain))
    with mp.workdps(60):
        exact = run(program, [mpf(x) for x in point], EXACT)
        # Where rounding has spoilt a value already, the gradient there is that of another point.
        assume(all(abs(a - b) <= 1e-13 * abs(b) for a, b in zip(plain, exact, strict=True)))
        expected = []
        for index in range(len(point)):
            high, low = [mpf(x) for x in point], [mpf(x) for x in point]
            high[index] += mpf(10) ** -20
            low[index] -= mpf(10) ** -20
            ends = [run(program, each, EXACT)[-1] for each in (high, low)]
            assume(all(isinstance(end, mpf) for end in ends))
            expected.append(float((ends[0] - ends[1]) / (2 * mpf(10) ** -20)))
    assume(all(abs(x) < 1e9 for x in expected))
    try:
        value, gradient = flat_value_and_grad(lambda *xs: run(program, list(xs), OURS)[-1])(*point)
    except GradientError as error:  # there is none, where the argument of a root is 0
        assume(error.operands[0] != 0.0)
        raise
    assert value == plain[-1]
    scale = size_of_paths(program, point)
    assume(all(map(math.isfinite, scale)))
    for slope, wanted, size in zip(gradient, expected, scale, strict=True):
        assert slope == pytest.approx(wanted, rel=1e-9, abs=1e-10 * size)


def size_of_paths(program: Program, point: list[float]) -> list[float]:
    """The gradient with all local gradients made positive: how large its summands are."""
    leaves = [Node(x) for x in point]
    last = run(program, list(leaves), OURS)[-1]
    if not isinstance(last, Node):
        return [1.0] * len(point)
    adjoint = {last.id: 1.0}
    operations = list(last.tape.operations()) if not last.is_leaf else []
    for operation in reversed(operations):
        size = adjoint.get(operation.position, 0.0)
        for operand, local in zip(operation.operands, operation.local_gradients, strict=True):
            if isinstance(operand, int) and size and local:  # on no path: adds nothing, not 0 * inf
                adjoint[operand] = adjoint.get(operand, 0.0) + size * abs(local)
    return [1.0 + adjoint.get(leaf.position, 0.0) for leaf in leaves]


@settings(max_examples=100)
@given(PROGRAMS, POINTS)
def test_leaves_made_by_hand_get_the_gradient_of_value_and_grad(
    program: Program, point: list[float]
) -> None:
    trail(program, point, FLOATS)
    leaves = [Node(x) for x in point]
    last = run(program, list(leaves), OURS)[-1]
    try:
        _value, gradient = flat_value_and_grad(lambda *xs: run(program, list(xs), OURS)[-1])(*point)
    except ArithmeticError:
        assume(False)
        raise
    if isinstance(last, Node):
        last.backward()
    assert tuple(leaf.grad for leaf in leaves) == pytest.approx(gradient, rel=1e-12, abs=1e-300)
