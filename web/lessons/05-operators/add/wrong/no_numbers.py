# message: `x + 2` at x = 3 stopped at line 21 with AttributeError: 'int' object has no attribute 'value'.
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
        return Node(self.value + other.value)

    def __radd__(self, other):
        return to_node(other) + self
