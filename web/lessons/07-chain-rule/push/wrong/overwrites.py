# message: `z = x * x` at x = 3: expected gradient 6, yours is 3; the first wrong node is `x`: it is used 2 times, and its gradient is what one of the uses sends, not the sum.
"""My engine: reverse-mode automatic differentiation."""

import math


def to_node(thing):
    """Give a node back as it is; make a node of a number."""
    return thing if isinstance(thing, Node) else Node(thing)


class Node:
    """A number that remembers which nodes it was computed from, and how."""

    def __init__(self, value, parents=(), op="", local_gradients=()):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = float(value)
        self.parents = parents
        self.op = op
        self.local_gradients = local_gradients
        self.grad = 0.0

    def push(self):
        """Hand this node's gradient on to its parents."""
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad = self.grad * local

    def __repr__(self):
        return f"Node({self.value})"

    def __add__(self, other):
        other = to_node(other)
        return Node(self.value + other.value, (self, other), "+", (1.0, 1.0))

    def __radd__(self, other):
        return to_node(other) + self

    def __sub__(self, other):
        other = to_node(other)
        return Node(self.value - other.value, (self, other), "-", (1.0, -1.0))

    def __rsub__(self, other):
        return to_node(other) - self

    def __mul__(self, other):
        other = to_node(other)
        return Node(self.value * other.value, (self, other), "*", (other.value, self.value))

    def __rmul__(self, other):
        return to_node(other) * self

    def __truediv__(self, other):
        other = to_node(other)
        value = self.value / other.value
        return Node(value, (self, other), "/", (1 / other.value, -value / other.value))

    def __rtruediv__(self, other):
        return to_node(other) / self

    def __pow__(self, other):
        other = to_node(other)
        value = self.value ** other.value
        if isinstance(value, complex):
            raise ValueError(f"{self.value} ** {other.value} is not a real number")
        return Node(value, (self, other), "**", power_local_gradients(self.value, other.value))

    def __rpow__(self, other):
        return to_node(other) ** self

    def __neg__(self):
        return Node(-self.value, (self,), "neg", (-1.0,))


def power_local_gradients(a, b):
    for_a = 0.0 if b == 0 else b * a ** (b - 1)
    if a > 0:
        for_b = a ** b * math.log(a)
    else:
        for_b = 0.0 if a == 0 else math.nan
    return for_a, for_b
