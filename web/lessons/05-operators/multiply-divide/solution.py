# changes: 05-operators/subtract/solution.py

class Node:
    # new, after __rsub__
    def __mul__(self, other):
        other = to_node(other)
        return Node(self.value * other.value)

    # new, after __mul__
    def __rmul__(self, other):
        return to_node(other) * self

    # new, after __rmul__
    def __truediv__(self, other):
        other = to_node(other)
        return Node(self.value / other.value)

    # new, after __truediv__
    def __rtruediv__(self, other):
        return to_node(other) / self
