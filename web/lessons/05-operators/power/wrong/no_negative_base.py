# message: `x ** 3` at x = -8 stopped at line 52 with ValueError: -8.0 ** 3.0 is not a real number.
# changes: solution.py

class Node:
    def __pow__(self, other):
        other = to_node(other)
        value = self.value ** other.value
        if self.value < 0:
            raise ValueError(f"{self.value} ** {other.value} is not a real number")
        return Node(value)
