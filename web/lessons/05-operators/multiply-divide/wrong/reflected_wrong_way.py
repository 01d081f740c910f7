# message: `5 / x` at x = 4: expected 1.25, yours is 0.8; `5 / x` calls `x.__rtruediv__(5)`.
# changes: solution.py

class Node:
    def __rtruediv__(self, other):
        return self / to_node(other)
