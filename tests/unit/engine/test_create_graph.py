"""backward(create_graph=True): gradients that are Nodes, and have gradients in their turn."""

from __future__ import annotations

import math
import weakref
from typing import Any

import pytest

from py_engine import (
    GradientError,
    Node,
    OperandError,
    exp,
    hypot,
    maximum,
    mean,
    no_grad,
    relu,
    sin,
    sqrt,
    stop_gradient,
    where,
    zero_grad,
)


def orders(f: Any, at: float, highest: int) -> list[float]:
    """The derivatives of a function, each by `backward` from the one before."""
    x = Node(at)
    result, found = f(x), []
    for _ in range(highest):
        zero_grad(x)
        result.backward(create_graph=True)
        result = x.grad
        found.append(result.value)
    return found


# By hand: the derivatives from the first on.
BY_HAND: dict[str, tuple[Any, float, list[float]]] = {
    "to its end and beyond": (lambda x: x**3, 2.0, [12.0, 12.0, 6.0, 0.0, 0.0]),
    "a repeated operand": (lambda x: x * x * x * x, 1.5, [13.5, 27.0, 36.0, 24.0, 0.0]),
    "a shared subexpression": (lambda x: (y := x * x) * y + y, 2.0, [36.0, 50.0, 48.0, 24.0]),
    "a quotient": (lambda x: 1.0 / x, 2.0, [-0.25, 0.25, -0.375, 0.75]),
    "a straight line": (lambda x: 3.0 * x + 1.0, 2.0, [3.0, 0.0, 0.0]),
    "itself": (lambda x: x, 2.0, [1.0, 0.0]),
    "at 0": (lambda x: x**2, 0.0, [0.0, 2.0, 0.0]),
    "to the power 0": (lambda x: x**0.0, 0.0, [0.0, 0.0]),
    "to the power 1": (lambda x: x**1.0 * x, 0.0, [0.0, 2.0]),
    "a kink": (lambda x: relu(x) + abs(x), 0.0, [0.0, 0.0]),
    "a tie": (lambda x: maximum(x, x), 3.0, [1.0, 0.0]),
    "the larger one": (lambda x: maximum(x, x * x), 3.0, [6.0, 2.0, 0.0]),
    "a choice": (lambda x: where(x > 0.0, x**3, 1.0 / x), 2.0, [12.0, 12.0, 6.0]),
    "a part that stands still": (lambda x: stop_gradient(x) * x * x, 3.0, [18.0, 6.0, 0.0]),
    "a float of a Node": (lambda x: x.value * x * x, 3.0, [18.0, 6.0, 0.0]),
    "the length of one": (lambda x: hypot(x, 0.0), 3.0, [1.0, 0.0]),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_derivatives_are_those_found_by_hand(name: str) -> None:
    f, at, expected = BY_HAND[name]
    assert orders(f, at, len(expected)) == expected


def test_the_derivatives_of_a_growing_wave() -> None:
    of_four = orders(lambda x: exp(x) * sin(x), 0.7, 4)
    expected = [math.sqrt(2.0) ** k * math.exp(0.7) * math.sin(0.7 + k * math.pi / 4.0)
                for k in range(1, 5)]
    assert of_four == pytest.approx(expected, rel=1e-14)


def test_gradients_add_up_until_they_are_set_back() -> None:
    x = Node(3.0)
    (x * x).backward()
    (x * x).backward(create_graph=True)
    first = x.grad
    assert first.value == 12.0  # 2 x, twice
    (x**3).backward(create_graph=True)
    both = x.grad
    assert both.value == 39.0
    assert first.value == 12.0  # Nodes do not change
    (x * x).backward()
    assert x.grad.value == 45.0
    zero_grad(x)
    assert x.grad == 0.0
    both.backward()
    assert x.grad == 20.0  # of 2 x + 3 x^2, which have a graph: 2 + 6 x
    zero_grad(x)
    first.backward()
    assert x.grad == 2.0
    x.grad = both
    assert x.grad is both
    x.grad = None  # type: ignore[assignment]  # as PyTorch's people do
    assert x.grad == 0.0


def test_mixed_derivatives_and_the_numbers_of_results() -> None:
    x, y = Node(2.0), Node(3.0)
    inner = x * x
    result = inner * y
    result.backward(create_graph=True)
    assert (inner.grad, result.grad) == (3.0, 1.0)
    by_x, by_y = x.grad, y.grad
    zero_grad(x, y)
    by_x.backward()
    assert (x.grad, y.grad) == (6.0, 4.0)
    zero_grad(x, y)
    by_y.backward()
    assert (x.grad, y.grad) == (4.0, 0.0)


def test_what_is_written_with_a_gradient_has_one() -> None:
    """The gradient's length is a penalty: d (2 x y)^2 + (x^2)^2."""
    x, y = Node(2.0), Node(3.0)
    (x * x * y).backward(create_graph=True)
    penalty = x.grad**2 + y.grad**2
    zero_grad(x, y)
    penalty.backward()
    assert (x.grad, y.grad) == (8.0 * 2.0 * 9.0 + 4.0 * 8.0, 8.0 * 4.0 * 3.0)


def test_a_leaf_that_has_been_used_elsewhere_since() -> None:
    x = Node(3.0)
    cube = x * x * x
    assert cube.value == 27.0  # which lets x go
    elsewhere = x * x * x * x * x * x
    cube.backward(create_graph=True)
    product = x.grad * x * elsewhere
    zero_grad(x)
    product.backward()
    assert x.grad == pytest.approx(27.0 * 3.0**8)  # of 3 x^9


def test_within_no_grad_it_is_recorded_all_the_same() -> None:
    x = Node(3.0)
    cube = x**3
    with no_grad():
        cube.backward(create_graph=True)
    slope = x.grad
    zero_grad(x)
    slope.backward()
    assert x.grad == 18.0


def test_where_a_gradient_does_not_exist_no_leaf_has_changed() -> None:
    x, y = Node(0.0), Node(2.0)
    y.grad = 7.0
    with pytest.raises(GradientError, match=r"sqrt\(0\.0\)"):
        (sqrt(x) + y * y).backward(create_graph=True)
    assert (x.grad, y.grad) == (0.0, 7.0)
    root = x**1.5 * y
    zero_grad(y)
    root.backward(create_graph=True)
    slope = x.grad
    assert slope.value == 0.0
    with pytest.raises(GradientError, match="does not exist"):
        slope.backward()


def test_a_deep_chain() -> None:
    """y' = product of 10,000 cosines; its logarithm's slope is a sum over the chain."""
    x = Node(1.0)
    y: Any = x
    number, slope, curvature = 1.0, 1.0, 0.0
    for _ in range(10_000):
        y = sin(y)
        first, second = math.cos(number), -math.sin(number)
        curvature = second * slope * slope + first * curvature
        slope, number = first * slope, math.sin(number)
    y.backward(create_graph=True)
    found = x.grad
    zero_grad(x)
    found.backward()
    assert (found.value, x.grad) == pytest.approx((slope, curvature), rel=1e-10)


def test_a_wide_operation() -> None:
    numbers = [0.1 + k / 500.0 for k in range(500)]
    xs = [Node(x) for x in numbers]
    hypot(*xs).backward(create_graph=True)
    slope, r = xs[3].grad, math.hypot(*numbers)
    zero_grad(xs)
    slope.backward()
    expected = [((k == 3) - numbers[3] * x / r**2) / r for k, x in enumerate(numbers)]
    assert [x.grad for x in xs] == pytest.approx(expected, rel=1e-12)


def test_a_leaf_is_freed_though_the_gradient_of_one_uses_another() -> None:
    x, y = Node(3.0), Node(4.0)
    (x * y).backward(create_graph=True)
    assert (x.grad.value, y.grad.value) == (4.0, 3.0)
    seen = weakref.ref(x)
    del x, y
    assert seen() is None


def test_its_text_and_what_cannot_be_set() -> None:
    x = Node(3.0)
    result = mean([x * x])
    result.backward(create_graph=True)
    assert repr(x) == "Node(3.0, grad=6.0)"
    with pytest.raises(OperandError):
        result.grad = x.grad
