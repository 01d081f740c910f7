# message: The walk from (0.6, 0.7) to (0.3, 0.3): expected gradient -0.6 for x, yours is -1; the first wrong node is `y`, whose gradient is -1 and should be -0.8.
# changes: solution.py

class Node:
    def push(self):
        """Hand this node's gradient on to its parents."""
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad += local
