# message: `a = x + 1; b = a * 2; z = a * b` at x = 1: expected gradient 8 for x, yours is 12.
# changes: solution.py

class Node:
    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        self.grad = self.grad or 1.0
        self.push()
        for parent in self.parents:
            parent.backward()
