"""The scalar functions that HIPS autograd differentiates, to the second order, held against it.

What its own tests say of them, `as_autograd.check_grads` says here. They themselves are run by
`python -m tests.property.engine.as_autograd`, from a checkout of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import product
from typing import Any

import autograd
import autograd.numpy
import pytest

from py_engine import grad
from tests.property.engine.as_autograd import NUMPY, check_grads

BOTH, ABOVE_0, WITHIN_1, ABOVE_1 = (1.1, -0.7, 2.3), (0.4, 3.7, 9.1), (0.1, -0.6), (1.3, 4.2)
OF_ONE: dict[str, tuple[float, ...]] = {
    **dict.fromkeys("abs absolute exp exp2 expm1 sin cos tan sinh cosh tanh".split(), BOTH),
    **dict.fromkeys("arctan arcsinh negative square sinc reciprocal".split(), BOTH),
    **dict.fromkeys("rad2deg deg2rad radians degrees".split(), BOTH),
    **dict.fromkeys("log log2 log10 log1p sqrt".split(), ABOVE_0),
    **dict.fromkeys("arcsin arccos arctanh".split(), WITHIN_1),
    "arccosh": ABOVE_1,
}
OF_TWO: dict[str, tuple[tuple[float, float], ...]] = {
    **dict.fromkeys("add subtract multiply divide true_divide maximum minimum".split(),
                    ((0.3, 1.7), (-2.1, 0.6))),
    **dict.fromkeys("arctan2 mod remainder".split(), ((0.9, 0.4), (2.3, 0.7))),
    "power": ((0.3, 1.7), (2.2, 0.6), (1.4, 3.0)),
}  # fmt: skip


POINTS = {name: [(x,) for x in points] for name, points in OF_ONE.items()} | OF_TWO


def function(numpy: Any, name: str) -> Callable[..., Any]:
    return lambda *operands: 3.0 * getattr(numpy, name)(*operands)


@pytest.mark.parametrize("name", POINTS)
def test_derivatives_are_those_of_autograd(name: str) -> None:
    ours, theirs = function(NUMPY, name), function(autograd.numpy, name)
    size = range(len(POINTS[name][0]))
    for point, i, k in product(POINTS[name], size, size):
        first, right = grad(ours, i), autograd.grad(theirs, i)
        assert first(*point) == pytest.approx(float(right(*point)), rel=1e-13, abs=1e-14)
        second = autograd.grad(right, k)(*point) if depends(right, point, k) else 0.0
        assert grad(first, k)(*point) == pytest.approx(float(second), rel=1e-12, abs=1e-13)


def depends(f: Callable[..., Any], point: tuple[float, ...], k: int) -> bool:
    """Whether a derivative changes with an operand; autograd warns where it does not."""
    moved = [x + 0.01 * (place == k) for place, x in enumerate(point)]
    return bool(f(*moved) != f(*point))


@pytest.mark.parametrize("name", POINTS)
def test_both_modes_of_both_modes_are_what_differences_say(name: str) -> None:
    for point in POINTS[name]:
        check_grads(function(NUMPY, name))(*point)


def test_what_autograd_says_of_zeros() -> None:
    check_grads(function(NUMPY, "abs"), order=1)(0.0)
    check_grads(function(NUMPY, "sign"))(1.1)
    assert grad(abs)(0.0) == autograd.grad(autograd.numpy.abs)(0.0) == 0.0
    assert grad(lambda x: x**0.0)(0.0) == grad(grad(lambda x: x**0.0))(0.0) == 0.0
    check_grads(lambda y: 0.0**y)(0.64)


def test_a_wrong_derivative_is_not_accepted() -> None:
    from py_engine import primitive

    wrong = primitive(math.sin, lambda x: math.cos(x) + 1e-3, name="nearly sin")
    with pytest.raises(AssertionError, match=r"fwd"):
        check_grads(wrong, order=1)(0.5)
