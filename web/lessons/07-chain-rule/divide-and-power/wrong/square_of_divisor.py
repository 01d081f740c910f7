# message: `x / y` at x = 3e-200, y = 1e-200 stopped at line 49 with ZeroDivisionError: division by zero; 1e-200 is not 0, though its square is too small for a float.
# changes: solution.py

class Node:
    def __truediv__(self, other):
        other = to_node(other)
        value = self.value / other.value
        return Node(value, (self, other), "/", (1 / other.value, -self.value / other.value ** 2))
