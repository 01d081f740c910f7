# message: `repr(Node(3))`: expected 'Node(3.0)', yours is ''; `__repr__` returns the text by which an object shows itself.
"""My engine: reverse-mode automatic differentiation."""


class Node:
    """A number that will remember where it came from."""

    def __init__(self, value):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = float(value)

    def __repr__(self):
        print(f"Node({self.value})")
        return ""
