"""From functions to gradients, and the check of a gradient."""

from __future__ import annotations

import doctest
import importlib
import math
from fractions import Fraction
from typing import Any

import pytest

import py_engine
from py_engine import (
    GradientError,
    Node,
    OperandError,
    exp,
    grad,
    gradcheck,
    sqrt,
    value_and_grad,
)


def test_value_and_grad_gives_floats() -> None:
    value, gradient = value_and_grad(lambda x, y: x * y + x)(3, Fraction(1, 2))
    assert (value, gradient) == (4.5, (1.5, 3.0))
    assert [type(each) for each in (value, *gradient)] == [float] * 3
    assert grad(lambda x, y: x * y + x)(3, 4) == (5.0, 3.0)


def test_a_parameter_that_is_not_used_has_gradient_0() -> None:
    assert value_and_grad(lambda x, y: x * 2)(3.0, 4.0) == (6.0, (2.0, 0.0))
    assert value_and_grad(lambda x: 7)(3.0) == (7.0, (0.0,))
    assert value_and_grad(lambda x: x)(3.0) == (3.0, (1.0,))


def test_a_result_of_an_older_graph_does_not_depend_on_the_parameters() -> None:
    old = Node(2.0) * 3
    assert value_and_grad(lambda x: old)(1.0) == (6.0, (0.0,))


def test_a_graph_from_outside_takes_part() -> None:
    w = Node(2.0)
    old = w * 3
    assert value_and_grad(lambda x: old * x)(5.0) == (30.0, (6.0,))
    assert w.grad == 15.0


def test_a_backward_pass_within_the_function_is_not_counted_twice() -> None:
    def loss(x: Any) -> Any:
        y = x * x
        y.backward()
        return y * x

    assert value_and_grad(loss)(2.0) == (8.0, (12.0,))


@pytest.mark.parametrize("result", [None, "3", (1.0, 2.0), [Node(1.0)], 1j])
def test_a_function_that_does_not_give_one_number_is_refused(result: Any) -> None:
    with pytest.raises(OperandError, match="A number is needed here"):
        value_and_grad(lambda x: result)(1.0)


@pytest.mark.parametrize("x", ["1", None, [1.0], 1j])
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

    assert value_and_grad(f)(3.0) == (27.0, (27.0,))


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


# The package


def test_every_public_name_is_there_and_documented() -> None:
    assert sorted(py_engine.__all__) == sorted(set(py_engine.__all__))
    for name in py_engine.__all__:
        assert (getattr(py_engine, name).__doc__ or "").strip(), name


@pytest.mark.parametrize("name", sorted({"dist", "mean", "total", "where", "Adam", "gradcheck"}))
def test_what_the_lecture_needs_can_be_imported(name: str) -> None:
    assert name in py_engine.__all__


@pytest.mark.parametrize(
    "module", ["", ".node", ".gradients", ".functions", ".descent", ".tape", ".graph"]
)
def test_the_examples_in_the_documentation_are_right(module: str) -> None:
    result = doctest.testmod(importlib.import_module("py_engine" + module))
    assert result.failed == 0


def test_math_is_not_shadowed_for_floats() -> None:
    assert py_engine.sqrt(2.0) == math.sqrt(2.0)
    assert type(py_engine.exp(1)) is float
