"""Functions of several numbers: held against mpmath at 50 digits, values, slopes and curvatures."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import mpmath
import pytest

from py_engine import (
    Node,
    clip,
    dot,
    grad,
    hessian,
    log_softmax,
    logsumexp,
    norm,
    softmax,
)
from py_engine.jit import jit

POINTS = [
    [0.5],
    [0.3, -1.2, 2.5],
    [1.0, 1.0, 1.0],
    [1000.0, 1001.0, 999.5],
    [-1000.0, -1000.5],
    [0.0, -745.0, 3.0],
    [700.0, -700.0],
]


def exact_logsumexp(xs: list[Any]) -> Any:
    return mpmath.log(mpmath.fsum([mpmath.exp(x) for x in xs]))


def exact_softmax(xs: list[Any]) -> list[Any]:
    whole = mpmath.fsum([mpmath.exp(x) for x in xs])
    return [mpmath.exp(x) / whole for x in xs]


@pytest.fixture(autouse=True)
def fifty_digits() -> Any:
    with mpmath.workdps(50):
        yield


def close(found: Any, exact: Any) -> bool:
    return bool(abs(found - exact) <= 4e-16 * len(POINTS) * (1 + abs(exact)))


@pytest.mark.parametrize("point", POINTS)
def test_values_are_those_of_fifty_digits(point: list[float]) -> None:
    weights = exact_softmax(point)
    assert close(logsumexp(point), exact_logsumexp(point))
    assert all(map(close, softmax(point), weights))
    assert all(map(close, log_softmax(iter(point)), map(mpmath.log, weights)))
    assert close(norm(point), mpmath.sqrt(mpmath.fsum([mpmath.mpf(x) ** 2 for x in point])))
    assert close(dot(point, point), mpmath.fsum([mpmath.mpf(x) ** 2 for x in point]))


@pytest.mark.parametrize("point", POINTS)
def test_gradients_and_hessians_are_those_of_fifty_digits(point: list[float]) -> None:
    weights = exact_softmax(point)
    assert all(map(close, grad(logsumexp)(point), weights))
    for i, row in enumerate(hessian(logsumexp)(point)):  # type: ignore[var-annotated, arg-type]  # of lists
        for j, curvature in enumerate(row):
            assert close(curvature, weights[i] * ((i == j) - weights[j]))
    for k in range(len(point)):
        by = grad(lambda xs, k=k: softmax(xs)[k])(point)
        of_log = grad(lambda xs, k=k: log_softmax(xs)[k])(point)
        for j, weight in enumerate(weights):
            assert close(by[j], weights[k] * ((j == k) - weight))
            assert close(of_log[j], (j == k) - weight)


@pytest.mark.parametrize("f", [logsumexp, lambda xs: softmax(xs)[0], norm])
def test_compiled_they_are_the_same_wherever_the_largest_is(f: Callable[..., Any]) -> None:
    compiled = jit(lambda a, b, c: f([a, b, c]) * 1.5)
    for point in [(0.1, 0.2, 0.3), (3.0, -1.0, 2.0), (-5.0, 8.0, 8.0), (900.0, 0.0, -900.0)]:
        value, gradient = compiled(*point)
        assert value == pytest.approx(f(list(point)) * 1.5, rel=1e-14)
        expected = grad(lambda xs: f(xs) * 1.5)(list(point))
        assert gradient == pytest.approx(expected, rel=1e-13, abs=1e-300)


def test_at_the_origin_a_length_has_the_gradient_zero() -> None:
    assert grad(norm)([0.0, 0.0]) == [0.0, 0.0]
    assert grad(norm)([3.0, 4.0]) == [0.6, 0.8]


def test_what_is_minus_infinity_has_no_part() -> None:
    assert softmax([-math.inf, 0.0, 0.0]) == [0.0, 0.5, 0.5]
    assert logsumexp([-math.inf, -math.inf]) == -math.inf
    assert logsumexp([math.inf, 1.0]) == math.inf


def test_a_product_of_vectors_takes_each_with_its_own() -> None:
    assert dot([1.0, 2.0], (3.0, 4.0)) == 11.0
    assert grad(dot)([1.0, 2.0], [3.0, 4.0]) == ([3.0, 4.0], [1.0, 2.0])
    assert dot([], []) == 0.0


def test_beyond_a_bound_there_is_no_slope() -> None:
    slope = grad(lambda x: clip(x, -1.0, 2.0) * 3.0)
    assert [slope(x) for x in (-5.0, 0.5, 7.0, 2.0)] == [0.0, 3.0, 0.0, 1.5]
    assert [clip(x, -1.0, 2.0) for x in (-5.0, 0.5, 7.0)] == [-1.0, 0.5, 2.0]
    assert grad(lambda low: clip(0.0, low, 9.0))(4.0) == 1.0
    assert isinstance(clip(Node(1.0), 0.0, 2.0), Node)


@pytest.mark.parametrize("f", [logsumexp, softmax, log_softmax])
def test_of_no_numbers_there_is_none(f: Callable[..., Any]) -> None:
    with pytest.raises(ValueError, match=f"{f.__name__} of no numbers"):
        f([])


def test_lengths_that_differ_are_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        dot([1.0], [1.0, 2.0])
