# message: `z = x * x` at x = 3: expected gradient 6, yours is 3; the first wrong node is `x`: it is used 2 times, and its gradient is what one of the uses sends, not the sum.
# changes: solution.py

class Node:
    def push(self):
        """Hand this node's gradient on to its parents."""
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad = self.grad * local
