# message: After `x + y` at x = 3, y = 5, `x.value` has become 8; the result has to be a new Node.
# changes: solution.py

class Node:
    def __add__(self, other):
        other = to_node(other)
        self.value = self.value + other.value
        return self
