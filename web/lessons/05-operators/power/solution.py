# changes: 05-operators/multiply-divide/solution.py

class Node:
    # new, after __rtruediv__
    def __pow__(self, other):
        other = to_node(other)
        value = self.value ** other.value
        if isinstance(value, complex):
            raise ValueError(f"{self.value} ** {other.value} is not a real number")
        return Node(value)

    # new, after __pow__
    def __rpow__(self, other):
        return to_node(other) ** self
