# changes: solution.py

class Node:
    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        ...
