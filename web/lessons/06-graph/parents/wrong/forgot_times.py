# message: `x * y` should have the parents (x, y); yours has ().
# changes: solution.py

class Node:
    def __mul__(self, other):
        other = to_node(other)
        return Node(self.value * other.value)
