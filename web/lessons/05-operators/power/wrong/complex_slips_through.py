# message: `x ** (1 / 3)` at x = -8, y = 0.5 should raise ValueError, and raised TypeError: a Node holds a number, not a complex; Python's own value for it is a complex number.
# changes: solution.py

class Node:
    def __pow__(self, other):
        other = to_node(other)
        value = self.value ** other.value
        return Node(value)
