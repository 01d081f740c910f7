"""The functions of the engine: of floats and of Nodes alike.

Each is a row of the table of primitives, under the name that `math` has for it. On floats they give
what `math` gives; on Nodes the same number, with a gradient.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any, Protocol, overload

from .node import Node, apply, is_node, new
from . import node as node_module
from .primitives import PRIMITIVES


class UnaryFunction(Protocol):
    """A function of one number: floats give a float, Nodes a Node."""

    @overload
    def __call__(self, x: Node, /) -> Node: ...
    @overload
    def __call__(self, x: float, /) -> float: ...


def unary(name: str) -> UnaryFunction:
    """The function of one operand in this row of the table."""
    primitive = PRIMITIVES[name]

    def function(x: Any, /) -> Any:
        return apply(primitive, x)

    function.__name__ = function.__qualname__ = name
    return function


cbrt, exp, expm1, exp2, log1p, log2, log10 = map(
    unary, "cbrt exp expm1 exp2 log1p log2 log10".split()
)
sin, cos, tan, asin, acos, atan = map(unary, "sin cos tan asin acos atan".split())
sinh, cosh, tanh, asinh, acosh, atanh = map(unary, "sinh cosh tanh asinh acosh atanh".split())
erf, sigmoid, softplus, relu = map(unary, "erf sigmoid softplus relu".split())
sqrt, log, stop_gradient = map(unary, "sqrt log stop_gradient".split())


def hypot(*coordinates: Node | float) -> Any:
    """The length of a vector: sqrt(x**2 + y**2 + ...), whose gradient at the origin is 0."""
    return apply(PRIMITIVES["hypot"], *coordinates)


def total(terms: Iterable[Node | float]) -> Any:
    """The sum, added from left to right; 0.0 if there are no terms.

    The builtin `sum` gives floats another last digit since Python 3.12, where it makes up for
    rounding; on Nodes it adds from left to right, as this does on both.
    """
    result: Any = 0.0
    for index, term in enumerate(terms):
        result = result + term if index else term
    return result


def mean(terms: Iterable[Node | float]) -> Any:
    """The sum, added from left to right, divided by the number of terms.

    Raises ValueError if there are none.
    """
    terms = list(terms)
    if not terms:
        raise ValueError("mean of no numbers. Give it at least one.")
    return total(terms) / len(terms)
