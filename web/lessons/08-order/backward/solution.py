# changes: 08-order/topological-order/solution.py

class Node:
    # new, after push
    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node.push()
