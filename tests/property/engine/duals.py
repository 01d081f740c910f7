"""Dual numbers, a witness of their own: a value, and what it moves by while a parameter moves.

They nest, for higher orders. Each derivative takes an e of its own; a number that has a later one
is made of numbers with earlier ones. Of fractions they are exact. Nothing of the engine is used.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

later = itertools.count()


class Dual:
    """value + moved * e, where e * e = 0, and `e` says which."""

    def __init__(self, value: Any, moved: Any, e: int) -> None:
        self.value, self.moved, self.e = value, moved, e

    def __add__(self, other: Any) -> Dual:
        a, b = alike(self, other)
        return Dual(a.value + b.value, a.moved + b.moved, a.e)

    def __mul__(self, other: Any) -> Dual:
        a, b = alike(self, other)
        return Dual(a.value * b.value, a.value * b.moved + a.moved * b.value, a.e)

    def __truediv__(self, other: Any) -> Dual:
        a, b = alike(self, other)
        quotient = a.value / b.value
        return Dual(quotient, (a.moved - quotient * b.moved) / b.value, a.e)

    def __rtruediv__(self, other: Any) -> Dual:
        a, b = alike(self, other)
        return b / a

    def __sub__(self, other: Any) -> Dual:
        return self + other * -1

    def __rsub__(self, other: Any) -> Dual:
        return self * -1 + other

    def __neg__(self) -> Dual:
        return self * -1

    def __pow__(self, power: int) -> Dual:
        assert power == 2
        return self * self

    __radd__ = __add__
    __rmul__ = __mul__


def alike(a: Any, b: Any) -> tuple[Dual, Dual]:
    """Two numbers, at least one of them dual, as numbers of the same e: the later one."""
    e = max(x.e for x in (a, b) if isinstance(x, Dual))
    one, other = [x if isinstance(x, Dual) and x.e == e else Dual(x, 0, e) for x in (a, b)]
    return one, other


def smooth(of_float: Callable[[float], float], slope: Callable[[Any, Any], Any]) -> Any:
    """A function of floats and duals; its slope is one of the operand and the result."""

    def function(x: Any) -> Any:
        if not isinstance(x, Dual):
            return of_float(x)
        value = function(x.value)
        return Dual(value, slope(x.value, value) * x.moved, x.e)

    return function


sin = smooth(math.sin, lambda x, _v: cos(x))
cos = smooth(math.cos, lambda x, _v: sin(x) * -1)
FUNCTIONS = {
    "sin": sin,
    "cos": cos,
    "exp": smooth(math.exp, lambda _x, v: v),
    "log": smooth(math.log, lambda x, _v: 1 / x),
    "sqrt": smooth(math.sqrt, lambda _x, v: 1 / (v * 2)),
    "tanh": smooth(math.tanh, lambda _x, v: 1 - v * v),
}


def along(f: Callable[..., Any], direction: Any) -> Callable[..., Any]:
    """The derivative of `f` in a direction, as a function of the point."""

    def derivative(*point: Any) -> Any:
        e = next(later)
        result = f(*[Dual(x, move, e) for x, move in zip(point, direction, strict=True)])
        return result.moved if isinstance(result, Dual) and result.e == e else 0

    return derivative
