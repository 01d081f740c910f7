# message: `x / y - x` at x = 6, y = 2: expected gradient -0.5 for x, yours is -1; nothing has reached `y`.
# changes: solution.py

class Node:
    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        self.grad = 1.0
        for node in topological_order(self):
            node.push()
