# message: `x * y` at x = 2, y = 5: expected gradient 5 for x, yours is 1; the first wrong node is `y`, whose gradient is 1 and should be 2.
# changes: solution.py

class Node:
    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node.grad = 1.0
            node.push()
