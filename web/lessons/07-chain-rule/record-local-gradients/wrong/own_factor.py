# message: In `x * y` at x = 2, y = 5, the local gradient for `x` should be 5, yours is 2; it is the value of the other factor.
# changes: solution.py

class Node:
    def __mul__(self, other):
        other = to_node(other)
        return Node(self.value * other.value, (self, other), "*", (self.value, other.value))
