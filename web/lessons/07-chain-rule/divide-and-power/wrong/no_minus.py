# message: In `x / y` at x = 6, y = 2, the local gradient for `y` should be -1.5, yours is 1.5.
# changes: solution.py

class Node:
    def __truediv__(self, other):
        other = to_node(other)
        value = self.value / other.value
        return Node(value, (self, other), "/", (1 / other.value, value / other.value))
