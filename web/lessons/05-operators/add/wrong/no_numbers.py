# message: `x + 2` at x = 3 stopped at line 21 with AttributeError: 'int' object has no attribute 'value'.
# changes: solution.py

class Node:
    def __add__(self, other):
        return Node(self.value + other.value)
