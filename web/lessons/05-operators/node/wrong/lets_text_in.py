# message: `Node('3')` should raise TypeError; yours gives a node of value 3. Ask `isinstance(value, (int, float))` first.
"""My engine: reverse-mode automatic differentiation."""


class Node:
    """A number that will remember where it came from."""

    def __init__(self, value):
        self.value = float(value)

    def __repr__(self):
        return f"Node({self.value})"
