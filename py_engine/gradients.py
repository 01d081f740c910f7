"""From a function of numbers to its gradient."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .handle import number, zero_grad
from .joining import leave, note, settle
from .node import Node, pinned_leaf, recorded
from .tape import Tape

Loss = Callable[..., Any]


def value_and_grad(f: Loss) -> Callable[..., tuple[float, tuple[float, ...]]]:
    """A function that gives the value of `f` at a point, and its gradient there.

    >>> value_and_grad(lambda x, y: x * y + x)(3.0, 4.0)
    (15.0, (5.0, 3.0))

    Raises OperandError if `f` does not return one number, GradientError if the gradient does not
    exist, and what `f` raises. A `no_grad` around the call changes nothing; one within `f` does.
    """

    def value_and_gradient(*point: float) -> tuple[float, tuple[float, ...]]:
        tape = Tape()
        leaves = [pinned_leaf(tape, number(x)) for x in point]
        try:
            with recorded():
                result = f(*leaves)
            if not isinstance(result, Node):
                return number(result), (0.0,) * len(leaves)
            home = settle(result)
            if len(home.leaves) > len(leaves):  # somebody else's are there too
                note(home, "takes a gradient within itself, as with grad(...)")
            return result._value, gradient_by(leaves, result)
        finally:
            for leaf in leaves:
                leave(leaf)

    return value_and_gradient


def gradient_by(leaves: list[Node], result: Node) -> tuple[float, ...]:
    """The gradient of a result by leaves that nobody else has. Raises GradientError."""
    zero_grad(leaves)  # the loss may have called `backward()` itself
    result.backward()
    return tuple([leaf._leaf.gradient for leaf in leaves])


def grad(f: Loss) -> Callable[..., tuple[float, ...]]:
    """A function that gives the gradient of `f` at a point."""
    value_and_gradient = value_and_grad(f)

    def gradient(*point: float) -> tuple[float, ...]:
        return value_and_gradient(*point)[1]

    return gradient
