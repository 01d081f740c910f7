# changes: 05-operators/power/solution.py

class Node:
    """A number that remembers which nodes it was computed from, and how."""

    def __init__(self, value, parents=(), op=""):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = float(value)
        self.parents = parents
        self.op = op

    def __add__(self, other):
        other = to_node(other)
        return Node(self.value + other.value, (self, other), "+")

    def __sub__(self, other):
        other = to_node(other)
        return Node(self.value - other.value, (self, other), "-")

    def __mul__(self, other):
        other = to_node(other)
        return Node(self.value * other.value, (self, other), "*")

    def __truediv__(self, other):
        other = to_node(other)
        return Node(self.value / other.value, (self, other), "/")

    def __pow__(self, other):
        other = to_node(other)
        value = self.value ** other.value
        if isinstance(value, complex):
            raise ValueError(f"{self.value} ** {other.value} is not a real number")
        return Node(value, (self, other), "**")

    def __neg__(self):
        return Node(-self.value, (self,), "neg")
