# changes: solution.py

class Node:
    def push(self):
        """Hand this node's gradient on to its parents."""
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad += self.grad * local


def sqrt(x):
    x = to_node(x)
    value = math.sqrt(x.value)
    return Node(value, (x,), "sqrt", (0.5 / value,))
