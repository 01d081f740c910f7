# message: `1 / x` at x = 1e-200 stopped at line 43 with ZeroDivisionError: division by zero.
# changes: solution.py

class Node:
    def __truediv__(self, other):
        other = to_node(other)
        return Node(self.value * other.value / other.value**2)
