# changes: 10-functions/relu/solution.py

class Node:
    def push(self):
        """Hand this node's gradient on to its parents."""
        for parent, local in zip(self.parents, self.local_gradients):
            if math.isinf(local):
                raise ZeroDivisionError(f"{self.op} has no finite slope at {parent.value}")
            parent.grad += self.grad * local


def sqrt(x):
    x = to_node(x)
    value = math.sqrt(x.value)
    slope = 0.5 / value if value > 0 else math.inf
    return Node(value, (x,), "sqrt", (slope,))
