# changes: 06-graph/parents/solution.py

class Node:
    def __init__(self, value, parents=(), op="", local_gradients=()):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = float(value)
        self.parents = parents
        self.op = op
        self.local_gradients = local_gradients

    def __add__(self, other):
        other = to_node(other)
        return Node(self.value + other.value, (self, other), "+", (1.0, 1.0))

    def __sub__(self, other):
        other = to_node(other)
        return Node(self.value - other.value, (self, other), "-", (1.0, -1.0))

    def __mul__(self, other):
        other = to_node(other)
        return Node(self.value * other.value, (self, other), "*", (other.value, self.value))

    def __neg__(self):
        return Node(-self.value, (self,), "neg", (-1.0,))
