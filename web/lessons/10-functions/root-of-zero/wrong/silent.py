# message: `backward()` from `sqrt(x * x)` at x = 0 is silent; an infinite local gradient should raise ZeroDivisionError.
# changes: solution.py

class Node:
    def push(self):
        """Hand this node's gradient on to its parents."""
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad += self.grad * local
