"""Gradients of gradients: nested as one likes, by closures too, and kept apart."""

from __future__ import annotations

import math
from typing import Any

import pytest
from mpmath import psi

from py_engine import (
    GradientError,
    Node,
    OperandError,
    digamma,
    exp,
    grad,
    hypot,
    lgamma,
    log,
    maximum,
    mean,
    no_grad,
    primitive,
    relu,
    sin,
    sqrt,
    value_and_grad,
)
from py_engine.jit import jit
from py_engine.primitives import PRIMITIVES


def times(f: Any, order: int) -> Any:
    for _ in range(order):
        f = grad(f)
    return f


def test_a_power_at_each_order() -> None:
    for order, expected in enumerate([13.5, 27.0, 36.0, 24.0, 0.0], 1):
        assert times(lambda x: x**4, order)(1.5) == expected
        assert times(lambda x: x * x * x * x, order)(1.5) == expected


def test_the_eighth_derivative() -> None:
    found = times(lambda x: exp(x) * sin(x), 8)(0.7)  # it is 16 times the function
    assert found == pytest.approx(16.0 * math.exp(0.7) * math.sin(0.7), rel=1e-13)


# Whose gradient it is

CLOSURES: dict[str, tuple[Any, float, float]] = {
    "the outer variable in an inner function": (
        lambda x: x * grad(lambda y: x * y * y)(2.0), 3.0, 24.0),
    "the inner derivative is 1": (lambda x: x * grad(lambda y: x + y)(1.0), 3.0, 1.0),
    "at the outer variable, which is there as well": (
        lambda x: grad(lambda y: x * y * y)(x), 3.0, 12.0),  # 2 x y, at y = x
    "the same name": (lambda x: grad(lambda x: x * x * x)(x) * x, 2.0, 36.0),
    "three deep": (
        lambda x: grad(lambda y: grad(lambda z: x * y * z * z)(y) * y)(x), 2.0, 72.0),  # 6 x y^2
    "twice, by turns": (
        lambda x: grad(lambda y: x * y)(1.0) * grad(lambda y: x * x * y)(1.0), 2.0, 12.0),
    "the value": (lambda x: value_and_grad(lambda y: x * x * y)(5.0)[0], 3.0, 30.0),
    "a list": (lambda x: sum(grad(lambda w: w[0] * w[1] * w[1])([x, x * x])), 2.0, 56.0),
    "a dict": (lambda x: grad(lambda p: p["a"] * p["b"])({"a": 2.0, "b": x})["a"], 3.0, 1.0),
    "by one of two": (lambda x: grad(lambda a, b: a * a * b, 0)(x, x), 3.0, 12.0),
    "a constant inner gradient": (lambda x: x * grad(lambda y: y * y)(2.0), 3.0, 4.0),
    "an inner function without it": (lambda x: x + grad(lambda y: 7.0)(x), 3.0, 1.0),
    "an outer one alone": (lambda x: x + grad(lambda y: x * x)(2.0), 3.0, 1.0),
}


@pytest.mark.parametrize("name", CLOSURES)
def test_an_outer_gradient_goes_through_an_inner_one(name: str) -> None:
    f, at, expected = CLOSURES[name]
    assert grad(f)(at) == pytest.approx(expected, rel=1e-15)
    assert jit(f)(at) == value_and_grad(f)(at)  # it says no, and answers all the same
    at_once, _ = value_and_grad(f)(at)
    assert type(at_once) is float


def test_the_example_of_two_variables() -> None:
    assert value_and_grad(lambda x: x * grad(lambda y: x * y * y)(2.0))(3.0) == (36.0, 24.0)


def test_a_node_gives_a_node() -> None:
    x = Node(2.0)
    slope = grad(lambda t: t**3)(x)
    assert isinstance(slope, Node)
    slope.backward()
    assert (slope.value, x.grad) == (12.0, 12.0)


def test_outside_of_a_gradient_numbers_give_numbers_whatever_node_is_used() -> None:
    w = Node(3.0)
    assert type(grad(lambda y: w * y * y)(2.0)) is float


def test_the_outer_variable_has_nothing_of_the_inner_gradient() -> None:
    def f(x: Any) -> Any:
        inner = grad(lambda y: x * x * y)(1.0)
        assert x._leaf.gradient == 0.0
        return inner

    assert grad(f)(3.0) == 6.0


def test_within_no_grad_the_inner_gradient_is_a_number() -> None:
    def f(x: Any) -> Any:
        with no_grad():
            slope = grad(lambda y: x * y * y)(2.0)
            again = grad(lambda y: y * y)(x)
        assert type(slope) is float
        assert type(again) is float
        return x * slope + again

    assert grad(f)(3.0) == 12.0
    with no_grad():
        assert times(lambda x: x**3, 2)(2.0) == 12.0


def hessian(f: Any, *point: float) -> list[Any]:
    return [grad(lambda *p, k=k: grad(f)(*p)[k])(*point) for k in range(len(point))]


def test_the_hessian_of_the_mean_distance() -> None:
    houses = [(math.sin(k), math.cos(3.0 * k)) for k in range(200)]

    def f(x: Any, y: Any) -> Any:
        return mean(sqrt((a - x) ** 2 + (b - y) ** 2) for a, b in houses)

    def entry(p: int, q: int, x: float, y: float) -> float:
        terms = []
        for a, b in houses:
            away, r = (x - a, y - b), math.hypot(x - a, y - b)
            terms.append(((p == q) - away[p] * away[q] / r**2) / r)
        return math.fsum(terms) / len(terms)

    for k, row in enumerate(hessian(f, 0.3, 0.2)):
        assert row == pytest.approx([entry(k, j, 0.3, 0.2) for j in range(2)], rel=1e-11)


# Where there is none

def test_a_choice_stays_a_choice() -> None:
    assert times(relu, 2)(0.0) == 0.0
    assert times(abs, 2)(0.0) == 0.0
    assert times(lambda x: maximum(x, x * x, 0.5), 2)(3.0) == 2.0
    assert times(lambda x: x**2, 2)(0.0) == 2.0


@pytest.mark.parametrize("f", [lambda x: x**1.5, lambda x: hypot(x, x * 0.0)])
def test_where_the_first_derivative_is_a_number_and_the_second_is_not(f: Any) -> None:
    assert grad(f)(0.0) == 0.0
    with pytest.raises(GradientError):
        times(f, 2)(0.0)


def test_more_operands_than_names() -> None:
    point = (0.3, -0.7, 1.1)
    r = math.hypot(*point)
    for k, row in enumerate(hessian(hypot, *point)):
        expected = [((k == j) - point[k] * point[j] / r**2) / r for j in range(3)]
        assert row == pytest.approx(expected, rel=1e-14)


def test_a_primitive_of_ones_own_goes_on_by_its_derivative() -> None:
    cube = primitive(lambda x: x**3, lambda x: 3 * x**2, name="cube_at_each_order")
    assert [times(cube, k)(2.0) for k in (1, 2, 3)] == [12.0, 12.0, 6.0]
    wave = primitive(math.sin, lambda x: math.cos(x), name="wave_of_floats")
    assert grad(wave)(0.5) == math.cos(0.5)
    with pytest.raises(OperandError, match=r"py_engine\.sqrt and its like"):
        times(wave, 2)(0.5)


def test_a_power_at_0_has_the_mixed_derivatives_that_exist() -> None:
    def by(order: str, f: Any) -> Any:
        for name in order:
            f = grad(f, "xy".index(name))
        return f

    def power(x: Any, y: Any) -> Any:
        return x**y

    for order in ("xy", "yx", "yy", "xyx", "yxx", "yyxx"):
        assert by(order, power)(0.0, 4.5) == 0.0, order
        assert by(order, power)(1.0, 4.0) == pytest.approx(AT_1_AND_4[order], rel=1e-13), order
    for order, y in [("xy", 1.0), ("yx", 1.0), ("yx", 0.5), ("xyx", 2.0), ("yxx", 2.0)]:
        with pytest.raises(GradientError):  # there the logarithm of 0 is left
            by(order, power)(0.0, y)


AT_1_AND_4 = {"xy": 1.0, "yx": 1.0, "yy": 0.0, "xyx": 7.0, "yxx": 7.0, "yyxx": 2.0}


def test_the_derivatives_of_the_gamma_functions_logarithm_at_each_order() -> None:
    euler, zeta_3 = 0.5772156649015329, 1.2020569031595942
    expected = [-euler, math.pi**2 / 6, -2.0 * zeta_3, math.pi**4 / 15]
    for order, right in enumerate(expected, 1):
        assert times(lgamma, order)(1.0) == pytest.approx(right, rel=1e-14)
        # By Gamma(x) Gamma(1 - x) = pi / sin(pi x), which holds the left side against the right.
        left, there = times(lgamma, order)(-0.75), times(lgamma, order)(1.75)
        wave = times(lambda x: log(math.pi / abs(sin(math.pi * x))), order)(-0.75)
        assert left + (-1.0) ** order * there == pytest.approx(wave, rel=1e-12)
    for pole in (0.0, -1.0, -3.0):
        with pytest.raises(ValueError, match=r"pole|domain|argument"):
            digamma(pole)


def test_digamma_left_of_0_and_far_to_the_right_is_mpmaths() -> None:
    row = PRIMITIVES["polygamma"]
    for n in (0, 1, 2, 5):
        for x in (-0.5, -1.5, -7.3, -100.25, 1e-3, 0.5, 11.999, 12.0, 60.0, 1e9):
            assert row.value(float(n), x) == pytest.approx(float(psi(n, x)), rel=1e-13)
    assert math.isnan(row.value(0.5, 2.0))
    assert row.value(2.0, 1e-200) == -math.inf
