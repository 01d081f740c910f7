"""The derivatives of the table's derivatives: its second ones are those of mpmath."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from mpmath import mp, mpf

from py_engine import GradientError, Node, grad, jvp
from py_engine.gradients import flat_value_and_grad
from tests.property.engine.domains import CASES

NUMBERS = (0.31, -0.64, 0.92, 1.7, -2.3, 5.1)
NAMES = sorted(set(CASES) - {"stop_gradient"})  # its slope is not that of its value


def points(name: str) -> list[tuple[float, ...]]:
    """Where the function and its gradient are there."""
    found = []
    for point in itertools.product(NUMBERS, repeat=len(CASES[name].operands)):
        try:
            flat_value_and_grad(CASES[name].function)(*point)
        except (GradientError, ArithmeticError, ValueError):
            continue
        if len(set(point)) == len(point):  # else it is the kink of maximum
            found.append(point)
    assert len(found) >= 2
    return found


def exact_curvature(f: Callable[..., Any], point: tuple[float, ...], i: int, j: int) -> float:
    """A difference of differences, with 200 digits."""
    with mp.workdps(200):
        step = mpf(10) ** -40

        def at(by_i: int, by_j: int) -> Any:
            moved = [mpf(x) for x in point]
            moved[i] += by_i * step
            moved[j] += by_j * step
            return f(*moved)

        return float((at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * step * step))


def unit(k: int, point: tuple[Any, ...]) -> list[float]:
    """The direction in which one parameter moves alone."""
    return [float(j == k) for j in range(len(point))]


@pytest.mark.parametrize("name", NAMES)
def test_second_derivatives_are_those_of_mpmath(name: str) -> None:
    case = CASES[name]
    for point in points(name):
        for i in range(len(point)):
            row = grad(lambda *p, i=i: grad(case.function)(*p)[i] if len(p) > 1 else
                       grad(case.function)(*p))(*point)
            for j, found in enumerate(row if len(point) > 1 else [row]):
                expected = exact_curvature(case.exact, point, i, j)
                close = pytest.approx(expected, rel=1e-12, abs=1e-14)
                assert found == close, (point, i, j)
                ahead = jvp(lambda *p, j=j: jvp(case.function)(p, unit(j, p))[1])
                assert ahead(point, unit(i, point))[1] == close, (point, i, j)


@pytest.mark.parametrize("name", NAMES)
def test_a_recorded_gradient_has_the_bits_of_the_quick_one(name: str) -> None:
    case = CASES[name]
    for point in points(name):
        _value, quick = flat_value_and_grad(case.function)(*point)
        recorded = grad(case.function)(*map(Node, point))
        for one, other in zip(recorded if len(point) > 1 else [recorded], quick, strict=True):
            found = one.value if isinstance(one, Node) else one
            assert (found + 0.0).hex() == (other + 0.0).hex(), point  # but for the sign of a zero
