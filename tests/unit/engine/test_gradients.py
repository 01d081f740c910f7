"""From functions to gradients, and the check of a gradient."""

from __future__ import annotations

import doctest
import importlib
import math
import pkgutil
import random
from fractions import Fraction
from typing import Any

import pytest
from mpmath import mp, mpf

import py_engine
from py_engine import (
    GradientError,
    Node,
    OperandError,
    asin,
    exp,
    grad,
    gradcheck,
    log,
    primitive,
    sqrt,
    stop_gradient,
    value_and_grad,
)
from py_engine.gradcheck import estimate_slope


def test_value_and_grad_gives_floats() -> None:
    value, gradient = value_and_grad(lambda x, y: x * y + x)(3, Fraction(1, 2))
    assert (value, gradient) == (4.5, (1.5, 3.0))
    assert [type(each) for each in (value, *gradient)] == [float] * 3
    assert grad(lambda x, y: x * y + x)(3, 4) == (5.0, 3.0)


def test_a_parameter_that_is_not_used_has_gradient_0() -> None:
    assert value_and_grad(lambda x, y: x * 2)(3.0, 4.0) == (6.0, (2.0, 0.0))
    assert value_and_grad(lambda x: 7)(3.0) == (7.0, 0.0)
    assert value_and_grad(lambda x: x)(3.0) == (3.0, 1.0)


def test_a_result_of_an_older_graph_does_not_depend_on_the_parameters() -> None:
    old = Node(2.0) * 3
    assert value_and_grad(lambda x: old)(1.0) == (6.0, 0.0)


def test_a_graph_from_outside_takes_part() -> None:
    w = Node(2.0)
    old = w * 3
    assert value_and_grad(lambda x: old * x)(5.0) == (30.0, 6.0)
    assert w.grad == 15.0


def test_a_backward_pass_within_the_function_is_not_counted_twice() -> None:
    def loss(x: Any) -> Any:
        y = x * x
        y.backward()
        return y * x

    assert value_and_grad(loss)(2.0) == (8.0, 12.0)


@pytest.mark.parametrize("result", [None, "3", (1.0, 2.0), [Node(1.0)], 1j])
def test_a_function_that_does_not_give_one_number_is_refused(result: Any) -> None:
    with pytest.raises(OperandError, match="A loss gives one number"):
        value_and_grad(lambda x: result)(1.0)


@pytest.mark.parametrize("x", ["1", None, [], 1j])
def test_a_point_that_is_not_of_numbers_is_refused(x: Any) -> None:
    with pytest.raises(OperandError):
        value_and_grad(lambda x: x * x)(x)


def test_what_the_function_raises_comes_through() -> None:
    with pytest.raises(ZeroDivisionError):
        value_and_grad(lambda x: 1 / (x - x))(1.0)


def test_a_number_read_out_in_the_middle_does_not_disturb_the_gradient() -> None:
    def f(x: Any) -> Any:
        y = x * x
        assert y.value == 9.0
        return y * x

    assert value_and_grad(f)(3.0) == (27.0, 27.0)


# gradcheck


def test_gradcheck_shows_both_numbers_side_by_side() -> None:
    report = gradcheck(lambda x, y: x * x * y, (3.0, 2.0))
    assert report
    assert report.passed
    assert [row.gradient for row in report.comparisons] == [12.0, 9.0]
    assert [row.numeric for row in report.comparisons] == pytest.approx([12.0, 9.0], rel=1e-8)
    assert all(row.relative_error < 1e-8 for row in report.comparisons)
    lines = str(report).splitlines()
    assert len(lines) == 3
    assert "12" in lines[1]
    assert "differs" not in str(report)


def test_gradcheck_fails_where_the_gradient_is_wrong() -> None:
    def f(x: Any, y: Any) -> Any:
        hidden = x.value if isinstance(x, Node) else x
        return hidden * hidden + y

    report = gradcheck(f, (3.0, 1.0))
    assert not report
    assert [row.gradient for row in report.comparisons] == [0.0, 1.0]
    assert report.comparisons[0].relative_error == pytest.approx(1.0)
    assert [line.endswith("differs") for line in str(report).splitlines()] == [False, True, False]
    assert gradcheck(f, (3.0, 1.0), tolerance=1.1)


@pytest.mark.parametrize("x", [1e-6, 1.0, 1e6])
def test_gradcheck_steps_in_proportion_to_the_parameter(x: float) -> None:
    assert gradcheck(lambda x: x * x * x, (x,))
    assert gradcheck(lambda x: exp(-x) + x, (x,))


def test_gradcheck_raises_what_the_gradient_raises() -> None:
    with pytest.raises(GradientError):
        gradcheck(sqrt, (0.0,))


@pytest.mark.parametrize("offset", [1e9, -1e9, 1e12])
def test_gradcheck_knows_the_rounding_errors_of_a_large_value(offset: float) -> None:
    assert gradcheck(lambda x: offset + x * x, (3.1,))
    assert not gradcheck(lambda x: offset + x * stop_gradient(x), (3.1,))
    assert gradcheck(lambda x: (offset + x * x) - offset, (3.1,))


@pytest.mark.parametrize("scale", [1e-7, 1e-30, 1e30])
def test_gradcheck_measures_a_slope_by_its_own_size(scale: float) -> None:
    assert gradcheck(lambda x: scale * x * x, (3.0,))
    assert not gradcheck(lambda x: scale * stop_gradient(x * x), (3.0,))
    assert not gradcheck(lambda x: scale * x * stop_gradient(x), (3.0,))


@pytest.mark.parametrize("f", [log, sqrt, lambda x: x * log(x), lambda x: asin(1.0 - x)])
@pytest.mark.parametrize("x", [1e-3, 1e-6, 1e-9, 1e-12])
def test_gradcheck_finds_the_slope_next_to_the_edge_of_a_domain(f: Any, x: float) -> None:
    assert gradcheck(f, (x,))


def test_at_the_edge_of_a_domain_the_slope_is_that_of_the_one_side() -> None:
    report = gradcheck(lambda x: x**1.5 + 3.0 * x, (0.0,))
    assert report
    (row,) = report.comparisons
    assert row.estimate.one_sided
    assert math.isnan(row.estimate.left)
    assert row.numeric == pytest.approx(3.0, abs=1e-6)
    assert "edge of the domain" in str(report)


def test_without_values_nearby_gradcheck_says_so_and_does_not_pass() -> None:
    def f(x: Any) -> Any:
        if not isinstance(x, Node) and x != 2.0:
            raise ValueError
        return x * x

    report = gradcheck(f, (2.0,))
    assert not report
    assert "no values nearby" in str(report)


SLOPES: list[tuple[Any, Any, float]] = [
    (lambda x: math.sin(1e4 * x), lambda x: 1e4 * mp.cos(1e4 * mpf(x)), 0.3),
    (math.sin, mp.cos, 1e6),
    (math.exp, mp.exp, 700.0),
    (math.log, lambda x: 1 / x, 1e-300),
    (lambda x: x**3, lambda x: 3 * mpf(x) ** 2, 1e-6),
    (lambda x: x**3, lambda x: 3 * mpf(x) ** 2, 1e6),
    (math.tanh, lambda x: 1 / mp.cosh(x) ** 2, 20.0),
    (abs, lambda x: 1, 1e-9),
    (lambda x: math.floor(x), lambda x: 0, 3.00001),
    (lambda x: 7 * x if abs(x - 2) < 1e-7 else x * x, lambda x: 7, 2.0),
    (lambda x: (1e9 + x * x) - 1e9, lambda x: 2 * mpf(x), 3.1),
    (lambda x: 5.0, lambda x: 0, 0.3),
]


@pytest.mark.parametrize(("f", "slope", "x"), SLOPES)
def test_an_estimated_slope_is_right_within_its_own_noise(f: Any, slope: Any, x: float) -> None:
    found, exact = estimate_slope(f, (x,), 0), float(slope(x))
    assert abs(found.slope - exact) <= found.noise
    assert found.noise <= 1e-5 * max(abs(exact), 1e-3)
    assert [found.kink, found.jump, found.one_sided] == [False] * 3


def test_noise_holds_for_functions_drawn_at_random() -> None:
    chance = random.Random(5)
    calls = 0
    for _ in range(300):
        a, b, c = (chance.gauss(0, 1) * 10 ** chance.uniform(-3, 3) for _ in range(3))
        offset, x = chance.choice([0.0, 1e3, 1e9]), chance.gauss(0, 1) * 10 ** chance.uniform(-3, 2)

        def f(x: float) -> float:
            nonlocal calls
            calls += 1
            return a * math.sin(b * x) + c * x * x + offset  # noqa: B023  # called at once

        found = estimate_slope(f, (x,), 0)
        exact = float(mpf(a) * mpf(b) * mp.cos(mpf(b) * x) + 2 * mpf(c) * x)
        assert abs(found.slope - exact) <= found.noise
        assert [found.kink, found.jump] == [False] * 2
    assert calls < 300 * 30


@pytest.mark.parametrize(
    ("f", "x", "left", "right"),
    [
        (abs, 0.0, -1.0, 1.0),
        (lambda x: max(x, 0.0), 0.0, 0.0, 1.0),
        (lambda x: 1e3 + abs(x - 2.0), 2.0, -1.0, 1.0),
        (lambda x: x * x if x < 1.0 else 3.0 * x - 2.0, 1.0, 2.0, 3.0),
        (lambda x: 1.0 - 1e-4 * abs(x), 0.0, 1e-4, -1e-4),
    ],
)
def test_a_kink_is_named_with_the_slopes_of_both_sides(
    f: Any, x: float, left: float, right: float
) -> None:
    found = estimate_slope(f, (x,), 0)
    assert found.kink
    assert (found.left, found.right) == (
        pytest.approx(left, rel=1e-4, abs=1e-9), pytest.approx(right, rel=1e-4, abs=1e-9))
    assert found.slope - found.noise == pytest.approx(min(left, right), rel=1e-3, abs=1e-7)
    assert found.slope + found.noise == pytest.approx(max(left, right), rel=1e-3, abs=1e-7)


@pytest.mark.parametrize(
    ("f", "x", "left", "right"),
    [
        (lambda x: math.floor(x), 3.0, math.inf, 0.0),
        (lambda x: x * x if x <= 2.0 else x * x + 1.0, 2.0, 4.0, math.inf),
        (lambda x: -x if x < 1.0 else 5.0, 1.0, math.inf, 0.0),
        (lambda x: 0.0 if x <= 0.0 else -1.0, 0.0, 0.0, -math.inf),
    ],
)
def test_a_jump_has_no_slope(f: Any, x: float, left: float, right: float) -> None:
    found = estimate_slope(f, (x,), 0)
    assert found.jump
    assert math.isnan(found.slope)
    assert (found.left, found.right) == (pytest.approx(left, rel=1e-4), pytest.approx(right))


def test_gradcheck_accepts_at_a_kink_what_lies_between_both_sides() -> None:
    assert gradcheck(abs, (0.0,))
    assert "a kink" in str(gradcheck(abs, (0.0,)))
    steep = primitive(abs, lambda x: 1.5, name="steep")
    assert not gradcheck(steep, (0.0,))


def test_gradcheck_does_not_pass_a_jump() -> None:
    report = gradcheck(lambda x: x - 1.0 if x > 2.0 else x, (2.0,))
    assert not report
    assert "a jump" in str(report)


# The package


def test_every_public_name_is_there_and_documented() -> None:
    assert sorted(py_engine.__all__) == sorted(set(py_engine.__all__))
    for name in py_engine.__all__:
        assert (getattr(py_engine, name).__doc__ or "").strip(), name


@pytest.mark.parametrize("name", sorted({"dist", "mean", "total", "where", "Adam", "gradcheck"}))
def test_what_the_lecture_needs_can_be_imported(name: str) -> None:
    assert name in py_engine.__all__


def test_the_examples_in_the_documentation_are_right() -> None:
    found = pkgutil.walk_packages(py_engine.__path__, "py_engine.")
    modules = [py_engine, *(importlib.import_module(module.name) for module in found)]
    results = [doctest.testmod(module) for module in modules]
    results.append(doctest.testfile("README.md", package=py_engine))
    assert sum(result.attempted for result in results) > 20
    assert [result for result in results if result.failed] == []


def test_math_is_not_shadowed_for_floats() -> None:
    assert py_engine.sqrt(2.0) == math.sqrt(2.0)
    assert type(py_engine.exp(1)) is float
