# changes: 08-order/backward/solution.py

class Node:
    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        order = topological_order(self)
        for node in order:
            if node.parents:
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            node.push()


# new
def zero_grad(nodes):
    """Set the gradients of `nodes` to 0."""
    for node in nodes:
        node.grad = 0.0
