# message: The node `x * y` keeps () as its `local_gradients`, and has 2 parents; they are a tuple (or list) with one number for each parent, in their order.
"""My engine: reverse-mode automatic differentiation."""


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
        return Node(self.value * other.value, (self, other), "*")

    def __rmul__(self, other):
        return to_node(other) * self

    def __truediv__(self, other):
        other = to_node(other)
        return Node(self.value / other.value, (self, other), "/")

    def __rtruediv__(self, other):
        return to_node(other) / self

    def __pow__(self, other):
        other = to_node(other)
        value = self.value ** other.value
        if isinstance(value, complex):
            raise ValueError(f"{self.value} ** {other.value} is not a real number")
        return Node(value, (self, other), "**")

    def __rpow__(self, other):
        return to_node(other) ** self

    def __neg__(self):
        return Node(-self.value, (self,), "neg", (-1.0,))
