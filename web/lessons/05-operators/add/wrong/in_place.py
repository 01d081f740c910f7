# message: After `x + y` at x = 3, y = 5, the value of `x` itself has become 8; the result has to be a new Node.
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
        self.value = self.value + other.value
        return self

    def __radd__(self, other):
        return to_node(other) + self
