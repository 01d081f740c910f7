"""Functions of several numbers at once, floats and Nodes alike, made of the others.

They take lists, tuples and generators. What would overflow on the way does not: the largest number
is taken away before `exp`, and put back after it.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isinf
from typing import Any, overload

from .functions import exp, hypot, log, maximum, stop_gradient, total
from .node import Node


@overload
def dot(p: Iterable[float], q: Iterable[float]) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def dot(p: Iterable[Node | float], q: Iterable[Node | float]) -> Node: ...
def dot(p: Iterable[Node | float], q: Iterable[Node | float]) -> Node | float:
    """The sum of the products, p[0] * q[0] + p[1] * q[1] + ..., from left to right.

    Raises ValueError if there are not as many numbers in both.
    """
    return total([p_k * q_k for p_k, q_k in zip(p, q, strict=True)])


@overload
def norm(x: Iterable[float]) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def norm(x: Iterable[Node | float]) -> Node: ...
def norm(x: Iterable[Node | float]) -> Node | float:
    """The length of a vector, as `hypot` has it: its gradient at the origin is 0."""
    return hypot(*x)


@overload
def logsumexp(x: Iterable[float]) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def logsumexp(x: Iterable[Node | float]) -> Node: ...
def logsumexp(x: Iterable[Node | float]) -> Node | float:
    """log(exp(x[0]) + exp(x[1]) + ...), whose gradient is `softmax`.

    Raises ValueError if there are no numbers.
    """
    below, largest = _below_the_largest(x, "logsumexp")
    if isinstance(largest, float) and isinf(largest):
        return largest
    result: Node | float = largest + log(total(map(exp, below)))
    return result


@overload
def softmax(x: Iterable[float]) -> list[float]: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def softmax(x: Iterable[Node | float]) -> list[Node]: ...
def softmax(x: Iterable[Node | float]) -> Any:
    """exp(x[k]) for each number, divided by the sum of all: positive numbers that add up to 1.

    Raises ValueError if there are no numbers.
    """
    below, _largest = _below_the_largest(x, "softmax")
    parts = [exp(x_k) for x_k in below]
    whole = total(parts)
    return [part / whole for part in parts]


@overload
def log_softmax(x: Iterable[float]) -> list[float]: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def log_softmax(x: Iterable[Node | float]) -> list[Node]: ...
def log_softmax(x: Iterable[Node | float]) -> Any:
    """The logarithms of `softmax`, exact where softmax itself is too small for a float.

    Raises ValueError if there are no numbers.
    """
    below, _largest = _below_the_largest(x, "log_softmax")
    whole = log(total(map(exp, below)))
    return [x_k - whole for x_k in below]


def _below_the_largest(x: Iterable[Any], name: str) -> tuple[list[Any], Any]:
    """How far each is below the largest, and the largest, through which no gradient need flow."""
    numbers = list(x)
    if not numbers:
        raise ValueError(f"{name} of no numbers. Give it at least one.")
    largest = stop_gradient(maximum(*numbers))
    return [x_k - largest for x_k in numbers], largest
