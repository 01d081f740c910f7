# message: `z = x * y` at x = 2, y = 5, z.grad = 1: expected gradient 5 for x, yours is 2; the first wrong node is `y`, whose gradient is 5 and should be 2.
# changes: solution.py

class Node:
    def push(self):
        """Hand this node's gradient on to its parents."""
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad += self.grad * parent.value
