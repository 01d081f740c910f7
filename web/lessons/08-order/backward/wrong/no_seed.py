# message: `x * y` at x = 2, y = 5: expected gradient 5 for x, yours is 0; the gradient of the result itself, `x * y`, should be 1.
# changes: solution.py

class Node:
    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        for node in reversed(topological_order(self)):
            node.push()
