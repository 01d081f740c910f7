# message: `x / y` at x = 3, y = 4 stopped with TypeError: unsupported operand type(s) for /: 'Node' and 'Node'; Python looks for `__truediv__` in `Node`.
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

    def __neg__(self):
        return Node(-self.value)
