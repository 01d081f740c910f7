# message: `Node(3).value`: expected 3, yours is 3 (int, not float); `Node(3)` keeps the float 3.0 in its attribute `value`.
"""My engine: reverse-mode automatic differentiation."""


class Node:
    """A number that will remember where it came from."""

    def __init__(self, value):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = value

    def __repr__(self):
        return f"Node({self.value})"
