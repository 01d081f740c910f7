# message: `z = 2 * (x * x)` at x = 3: after a second `backward()`: expected gradient 24, yours is 12; each call adds 12, as the first did.
# changes: solution.py

class Node:
    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        order = topological_order(self)
        for node in order:
            node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            node.push()
