"""What somebody writes who comes from PyTorch, JAX or numpy: it works, or says what to write."""

from __future__ import annotations

import copy
import math
import re
from collections import namedtuple
from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from typing import Any

import pytest

import py_engine
from py_engine import (
    Adam,
    Node,
    OperandError,
    descend,
    exp,
    grad,
    gradcheck,
    hypot,
    maximum,
    mean,
    value_and_grad,
    where,
    zero_grad,
)
from py_engine.handle import elsewhere
from py_engine.primitives import PRIMITIVES

np: Any = import_module("numpy")
Pair = namedtuple("Pair", "weight bias")
BOWL = [(0.0, 1.0), (2.0, 3.0)]


class Own(dict[str, Any]):
    """A dict whose entries are attributes too."""

    @property
    def w(self) -> Any:
        return self["w"]


class Vector(list[Any]):
    """A list that knows more than lists do."""

    def total(self) -> Any:
        return sum(self)


def square(x: Any) -> Any:
    return x * x


# Gradients have the shape of what they are by

SHAPES: dict[str, tuple[Any, Any]] = {
    "one number": (lambda: grad(square)(3.0), 6.0),
    "a whole number": (lambda: grad(square)(3), 6.0),
    "a fraction": (lambda: grad(square)(Fraction(1, 2)), 1.0),
    "several": (lambda: grad(lambda x, y: x * x * y)(3.0, 4.0), (24.0, 9.0)),
    "none": (lambda: grad(lambda: 3.0)(), ()),
    "a list": (lambda: grad(lambda w: w[0] * w[1])([2.0, 5.0]), [5.0, 2.0]),
    "an empty list beside a number": (lambda: grad(lambda w, x: x * 2)([], 1.0), ([], 2.0)),
    "a tuple": (lambda: grad(lambda w: w[0] * w[1])((2.0, 5.0)), (5.0, 2.0)),
    "a named tuple": (lambda: grad(lambda p: p.weight * p.bias)(Pair(2.0, 5.0)), Pair(5.0, 2.0)),
    "a dict": (
        lambda: grad(lambda p: p["w"] * p["b"])({"w": 2.0, "b": 5.0}), {"w": 5.0, "b": 2.0}),
    "nested": (
        lambda: grad(lambda net: net[0]["w"][1] * net[1][0] ** 2)([{"w": [7.0, 2.0]}, (3.0,)]),
        [{"w": [0.0, 9.0]}, (12.0,)]),
    "data among the numbers": (
        lambda: grad(lambda p: p["w"] * len(p["name"]) if p["on"] else 0.0)(
            {"w": 2.0, "name": "abc", "on": True, "none": None}),
        {"w": 3.0, "name": None, "on": None, "none": None}),
    "the same list twice": (lambda: grad(lambda a, b: a[0] * b[0])(*[[3.0]] * 2), ([3.0], [3.0])),
    "a dict of one's own kind": (
        lambda: grad(lambda p: p.w * p["b"])(Own(w=2.0, b=5.0)), Own(w=5.0, b=2.0)),
    "a list of one's own kind": (
        lambda: grad(lambda v: v.total() * 2)(Vector([1.0, 4.0])), Vector([2.0, 2.0])),
    "by names": (lambda: grad(lambda x, y: x * y)(x=2.0, y=5.0), {"x": 5.0, "y": 2.0}),
    "data by a name": (lambda: grad(lambda x, by: x * sum(by))(2.0, by=[1.0, 2.0]), 3.0),
    "by the first": (lambda: grad(lambda x, data: x * sum(data), 0)(2.0, [1.0, 2.0]), 3.0),
    "by the last": (lambda: grad(lambda data, x: x * sum(data), -1)([1.0, 2.0], 2.0), 3.0),
    "by some": (lambda: grad(lambda x, y, z: x * y * z, (2, 0))(2.0, 3.0, 5.0), (6.0, 15.0)),
    "by one in a tuple": (lambda: grad(lambda x, y: x * y, (0,))(2.0, 3.0), (3.0,)),
    "value and gradient": (lambda: value_and_grad(lambda w: w[0] ** 2)([3.0]), (9.0, [6.0])),
    "a step downhill": (lambda: 3.0 - 0.1 * grad(square)(3.0), 2.4),
    "numpy's number": (lambda: grad(square)(np.float64(3.0)), 6.0),
    "numpy's small number": (lambda: grad(square)(np.float32(3.0)), 6.0),
    "an array of no dimension": (lambda: grad(square)(np.array(3.0)), 6.0),
}  # fmt: skip


@pytest.mark.parametrize("name", SHAPES)
def test_a_gradient_has_the_shape_of_what_it_is_by(name: str) -> None:
    ask, expected = SHAPES[name]
    found = ask()
    assert found == expected
    assert type(found) is type(expected)


def test_arrays_of_numpy_are_parameters_too() -> None:
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    value, gradient = value_and_grad(lambda w, b: (w * w).sum() + b)(x, 1)
    assert value == 31.0
    assert isinstance(gradient[0], np.ndarray)
    assert gradient[0].dtype == float
    assert (gradient[0] == 2.0 * x).all()
    assert gradient[1] == 1.0
    assert ((x - 0.5 * grad(lambda w: (w * w).sum())(x)) == 0.0).all()


def test_data_is_handed_on_as_it_is() -> None:
    data = [1.0, 2.0]
    seen = []
    grad(lambda x, given: seen.append(given) or x * x, 0)(1.0, data)
    assert seen[0] is data


def test_a_gradient_by_more_numbers_than_a_call_takes() -> None:
    w = [float(k) for k in range(3_000)]
    assert grad(lambda w: mean(x * x for x in w))(w) == pytest.approx([2 * x / 3_000 for x in w])


# The first ten minutes


def left(start: float, step: Callable[[Node], object]) -> float:
    """The gradient that a leaf has after this was done to it."""
    leaf = Node(start)
    (leaf * leaf).backward()
    step(leaf)
    return leaf.grad


WORKS: dict[str, tuple[Any, Any]] = {
    "one node's gradient back to 0": (lambda: left(3.0, zero_grad), 0.0),
    "a list of them": (lambda: left(3.0, lambda w: zero_grad([w])), 0.0),
    "set to 0": (lambda: left(3.0, lambda w: setattr(w, "grad", 0)), 0.0),
    "set to None, as PyTorch has it": (lambda: left(3.0, lambda w: setattr(w, "grad", None)), 0.0),
    "a start that is one number": (lambda: round(descend(square, 3.0).run().point[0], 6), 0.0),
    "a rate alone": (lambda: descend(square, [3.0], 0.5, 1).run().point, (0.0,)),
    "an array as a start": (lambda: descend(square, np.array([3.0]), 0.5, 1).run().point, (0.0,)),
    "a check at one number": (lambda: bool(gradcheck(square, 3.0)), True),
    "numpy's function": (lambda: np.exp(Node(0.0)).op, "exp"),
    "numpy's other name": (lambda: np.arctan2(Node(0.0), 1.0).op, "atan2"),
    "numpy's number first": (lambda: (np.float64(2.0) - Node(0.5)).value, 1.5),
    "an array first": (lambda: [n.value for n in np.array([1.0, 2.0]) * Node(3.0)], [3.0, 6.0]),
    "an array last": (lambda: [n.value for n in Node(3.0) - np.array([1, 2])], [2.0, 1.0]),
    "an array compared": (lambda: (np.array([1.0, 9.0]) < Node(3.0)).tolist(), [True, False]),
    "a power of arrays": (lambda: [n.value for n in Node(3.0) ** np.array([1, 2])], [3.0, 9.0]),
    "numpy's truth": (lambda: where(np.bool_(1), Node(2.0), 1.0).value, 2.0),
    "numpy's comparison": (lambda: where(np.float64(1.0) > 2.0, Node(2.0), 1.0).value, 1.0),
    "a copy": (lambda: copy.deepcopy([Node(3.0, name="x")])[0].name, "x"),
    "in an f-string": (lambda: f"{Node(3.0):.3f}", "3.000"),
}


@pytest.mark.parametrize("name", WORKS)
def test_it_works(name: str) -> None:
    ask, expected = WORKS[name]
    assert ask() == expected


def test_a_gradient_flows_through_numpy() -> None:
    x = Node(2.0)
    total = (np.array([1.0, 2.0, 3.0]) * x + np.sqrt(x)).sum()
    total.backward()
    assert x.grad == pytest.approx(6.0 + 3.0 / (2.0 * math.sqrt(2.0)))


SAYS: dict[str, tuple[Callable[[Node], object], str]] = {
    "the value changed": (lambda w: setattr(w, "value", 1.0), "w = Node(w.value - 0.1 * w.grad)"),
    "a result's gradient set": (lambda w: setattr(w * 2, "grad", 0.0), "zero_grad(leaf"),
    "old formatting": (lambda w: "%.3f" % w, '"%.3f" % node.value'),  # noqa: UP031  # as told
    "a place in a list": (lambda w: [1, 2][w], "use a plain int"),
    "a range": (range, "use a plain int"),
    "a list times it": (lambda w: [1, 2] * w, "[item * node for item in items]"),
    "it times a list": (lambda w: w * [1, 2], "[item * node for item in items]"),
    ".data": (lambda w: w.data, "node.value"),
    ".item()": (lambda w: w.item(), "node.value"),
    ".detach()": (lambda w: w.detach(), "stop_gradient(node)"),
    ".exp()": (lambda w: w.exp(), "exp(node)"),
    ".clamp()": (lambda w: w.clamp(0, 1), "clip(node, low, high)"),
    ".zero_grad()": (lambda w: w.zero_grad(), "zero_grad(node)"),
    "an array of nodes": (lambda w: np.sqrt(np.array([w, w])), "no callable sqrt"),
    "numpy's sum along": (lambda w: np.add.reduce(w), "[exp(a * node) for a in array]"),
    "numpy's function that is not ours": (np.spacing, "py_engine's own functions"),
    "no function": (lambda w: grad(3.0)(w), "grad(f)(x)"),
    "function and point at once": (lambda w: grad(square, 3.0), "grad(f)(x)"),
    "an argument twice": (lambda w: grad(square, (0, -1))(3.0), "Name each once"),
    "a place of none": (lambda w: grad(square, 0)(x=3.0), "argnums counts them from 0"),
    "no such argument": (lambda w: grad(square, 1)(3.0), "argnums counts them from 0"),
    "no number": (lambda w: grad(square)("3"), "Give numbers"),
    "a list within itself": (lambda w: grad(square)(endless()), "contains itself"),
    "no return": (lambda w: grad(lambda x: None)(3.0), "`return`"),
    "several results": (lambda w: grad(lambda x: [x, x])(3.0), "Return one number"),
    "an optimizer's name": (lambda w: descend(square, 3.0, "adam"), "Adam(rate=0.01)"),
    "an optimizer's class": (lambda w: descend(square, 3.0, Adam), "Adam(rate=0.01)"),
    "a start that is text": (lambda w: descend(square, "3"), "[3.0, -1.0]"),
    "no start": (lambda w: gradcheck(square, None), "[3.0, -1.0]"),
    "a mean of one": (mean, "mean([x, y])"),
    "the largest of a list": (lambda w: maximum([w, w]), "f(*items)"),
    "the length of a list": (lambda w: hypot([w, w]), "f(*items)"),
    "a function of a list": (lambda w: exp([w]), "[f(x) for x in items]"),
}


def endless() -> list[Any]:
    items: list[Any] = [1.0]
    items.append(items)
    return items


@pytest.mark.parametrize("name", SAYS)
def test_it_says_what_to_write(name: str) -> None:
    attempt, words = SAYS[name]
    with pytest.raises((OperandError, AttributeError, TypeError)) as refusal:
        attempt(Node(3.0))
    assert words in str(refusal.value)


def test_a_name_that_nobody_knows_is_told_as_python_does() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'vaule'") as refusal:
        _ = Node(1.0).vaule  # type: ignore[attr-defined]  # a slip of the keys
    assert refusal.value.name == "vaule"
    assert not hasattr(Node(1.0), "shape")


@pytest.mark.parametrize("name", sorted(PRIMITIVES))
def test_what_one_is_told_to_write_is_there(name: str) -> None:
    told = re.search(r"Write (.*)\.$", elsewhere(name))
    if told:
        names = {**vars(py_engine), "math": math, "node": Node(1.5 if name == "acosh" else 0.5)}
        assert isinstance(eval(told[1], names), Node), told[1]
