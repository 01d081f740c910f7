# message: `x + y` at x = 3, y = 5 gives 8 of type float; it should give a Node.
# changes: solution.py

class Node:
    def __add__(self, other):
        other = to_node(other)
        return self.value + other.value
