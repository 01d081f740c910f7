# message: `3 - x` should have the parents (3, x); yours has (x, 3).
# changes: solution.py

class Node:
    def __rsub__(self, other):
        return Node(other - self.value, (self, to_node(other)), "-")
