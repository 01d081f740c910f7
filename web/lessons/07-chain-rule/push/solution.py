# changes: 07-chain-rule/divide-and-power/solution.py

class Node:
    def __init__(self, value, parents=(), op="", local_gradients=()):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = float(value)
        self.parents = parents
        self.op = op
        self.local_gradients = local_gradients
        self.grad = 0.0

    # new, after __init__
    def push(self):
        """Hand this node's gradient on to its parents."""
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad += self.grad * local
