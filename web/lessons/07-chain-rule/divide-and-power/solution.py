# changes: 07-chain-rule/record-local-gradients/solution.py

# new, after docstring
import math


class Node:
    def __truediv__(self, other):
        other = to_node(other)
        value = self.value / other.value
        return Node(value, (self, other), "/", (1 / other.value, -value / other.value))

    def __pow__(self, other):
        other = to_node(other)
        value = self.value ** other.value
        if isinstance(value, complex):
            raise ValueError(f"{self.value} ** {other.value} is not a real number")
        return Node(value, (self, other), "**", power_local_gradients(self.value, other.value))


# new
def power_local_gradients(a, b):
    for_a = 0.0 if b == 0 else b * a ** (b - 1)
    if a > 0:
        for_b = a ** b * math.log(a)
    else:
        for_b = 0.0 if a == 0 else math.nan
    return for_a, for_b
