# message: `2 ** x` at x = 3: expected 8, yours is 9; `2 ** x` calls `x.__rpow__(2)`.
"""My engine: reverse-mode automatic differentiation."""


def to_node(thing):
    """Give a node back as it is; make a node of a number."""
    return thing if isinstance(thing, Node) else Node(thing)


class Node:
    """A number that will remember where it came from."""

    def __init__(self, value):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = float(value)

    def __repr__(self):
        return f"Node({self.value})"

    def __add__(self, other):
        other = to_node(other)
        return Node(self.value + other.value)

    def __radd__(self, other):
        return to_node(other) + self

    def __sub__(self, other):
        other = to_node(other)
        return Node(self.value - other.value)

    def __rsub__(self, other):
        return to_node(other) - self

    def __mul__(self, other):
        other = to_node(other)
        return Node(self.value * other.value)

    def __rmul__(self, other):
        return to_node(other) * self

    def __truediv__(self, other):
        other = to_node(other)
        return Node(self.value / other.value)

    def __rtruediv__(self, other):
        return to_node(other) / self

    def __pow__(self, other):
        other = to_node(other)
        value = self.value ** other.value
        if isinstance(value, complex):
            raise ValueError(f"{self.value} ** {other.value} is not a real number")
        return Node(value)

    def __rpow__(self, other):
        return self ** to_node(other)

    def __neg__(self):
        return Node(-self.value)
