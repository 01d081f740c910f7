# message: `z = 2 * (x * x)` at x = 3: after one `backward()`: expected gradient 12, yours is 0.
# changes: solution.py

class Node:
    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        order = topological_order(self)
        self.grad = 1.0
        for node in order:
            if node.parents:
                node.grad = 0.0
        for node in reversed(order):
            node.push()
