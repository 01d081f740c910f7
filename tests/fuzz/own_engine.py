"""An engine as a student may write it: nodes linked to their parents. Not ours, and not copied.

It has no %, //, round, floor, acos or powers but squares: a loss that asks for them raises.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any


class Node:
    """A number that knows what it was made of, and its slope by each of that."""

    def __init__(
        self, value: float, parents: tuple[Node, ...] = (), slopes: tuple[float, ...] = ()
    ) -> None:
        self.value = float(value)
        self.parents = parents
        self.slopes = slopes
        self.grad = 0.0

    def __add__(self, other: Any) -> Node:
        other = as_node(other)
        return Node(self.value + other.value, (self, other), (1.0, 1.0))

    def __sub__(self, other: Any) -> Node:
        other = as_node(other)
        return Node(self.value - other.value, (self, other), (1.0, -1.0))

    def __mul__(self, other: Any) -> Node:
        other = as_node(other)
        return Node(self.value * other.value, (self, other), (other.value, self.value))

    def __truediv__(self, other: Any) -> Node:
        other = as_node(other)
        quotient = self.value / other.value
        return Node(quotient, (self, other), (1.0 / other.value, -quotient / other.value))

    def __pow__(self, power: Any) -> Node:
        if type(power) is not int or power != 2:
            return NotImplemented
        return Node(self.value**2, (self,), (2.0 * self.value,))

    def __neg__(self) -> Node:
        return Node(-self.value, (self,), (-1.0,))

    def __abs__(self) -> Node:
        return self if self.value >= 0 else -self

    def __radd__(self, other: Any) -> Node:
        return as_node(other) + self

    def __rsub__(self, other: Any) -> Node:
        return as_node(other) - self

    def __rmul__(self, other: Any) -> Node:
        return as_node(other) * self

    def __rtruediv__(self, other: Any) -> Node:
        return as_node(other) / self

    def __eq__(self, other: object) -> bool:
        return bool(self.value == number(other))

    __hash__ = object.__hash__

    def __lt__(self, other: Any) -> bool:
        return self.value < number(other)

    def __le__(self, other: Any) -> bool:
        return self.value <= number(other)

    def __gt__(self, other: Any) -> bool:
        return self.value > number(other)

    def __ge__(self, other: Any) -> bool:
        return self.value >= number(other)

    def __format__(self, spec: str) -> str:
        return format(self.value, spec)

    def backward(self) -> None:
        """Each node hands its gradient on after all that use it have done so."""
        order: list[Node] = []
        seen: set[Node] = set()
        stack = [(self, False)]
        while stack:
            node, is_done = stack.pop()
            if is_done:
                order.append(node)
            elif node not in seen:
                seen.add(node)
                stack += [(node, True), *((parent, False) for parent in node.parents)]
        self.grad = 1.0
        for node in reversed(order):
            for parent, slope in zip(node.parents, node.slopes, strict=True):
                parent.grad += slope * node.grad


def as_node(x: Any) -> Node:
    return x if isinstance(x, Node) else Node(x)


def number(x: Any) -> float:
    found: float = x.value if isinstance(x, Node) else x
    return found


def made(f: Callable[[float], float], slope: Callable[[float], float]) -> Callable[[Node], Node]:
    def function(x: Node) -> Node:
        value = f(x.value)
        try:
            return Node(value, (x,), (slope(x.value),))
        except ArithmeticError:
            return Node(value, (x,), (math.nan,))

    return function


def logistic(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


sin = made(math.sin, math.cos)
cos = made(math.cos, lambda x: -math.sin(x))
tanh = made(math.tanh, lambda x: 1 - math.tanh(x) ** 2)
exp = made(math.exp, math.exp)
log = made(math.log, lambda x: 1 / x)
sqrt = made(math.sqrt, lambda x: 0.5 / math.sqrt(x))
atan = made(math.atan, lambda x: 1 / (1 + x * x))
sigmoid = made(logistic, lambda x: logistic(x) * (1 - logistic(x)))
softplus = made(lambda x: max(x, 0.0) + math.log1p(math.exp(-abs(x))), logistic)
relu = made(lambda x: max(x, 0.0), lambda x: float(x > 0))


def hypot(x: Any, y: Any) -> Node:
    return sqrt(as_node(x * x + y * y))


def maximum(*operands: Any) -> Any:
    return max(operands, key=number)


def minimum(*operands: Any) -> Any:
    return min(operands, key=number)


def where(condition: Any, then: Any, otherwise: Any) -> Any:
    return then if condition else otherwise


def stop_gradient(x: Any) -> Any:
    return number(x)
