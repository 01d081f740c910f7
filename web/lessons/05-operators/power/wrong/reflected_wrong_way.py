# message: `2 ** x` at x = 3: expected 8, yours is 9; `2 ** x` calls `x.__rpow__(2)`.
# changes: solution.py

class Node:
    def __rpow__(self, other):
        return self ** to_node(other)
