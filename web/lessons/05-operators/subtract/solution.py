# changes: 05-operators/add/solution.py

class Node:
    # new
    def __sub__(self, other):
        other = to_node(other)
        return Node(self.value - other.value)

    # new
    def __rsub__(self, other):
        return to_node(other) - self

    # new
    def __neg__(self):
        return Node(-self.value)
