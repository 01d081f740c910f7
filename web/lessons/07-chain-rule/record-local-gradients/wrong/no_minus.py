# message: In `x - y` at x = 2, y = 5, the local gradient for `y` should be -1, yours is 1.
# changes: solution.py

class Node:
    def __sub__(self, other):
        other = to_node(other)
        return Node(self.value - other.value, (self, other), "-", (1.0, 1.0))
