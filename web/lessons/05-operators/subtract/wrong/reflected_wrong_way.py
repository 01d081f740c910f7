# message: `10 - x` at x = 3: expected 7, yours is -7; `10 - x` calls `x.__rsub__(10)`.
# changes: solution.py

class Node:
    def __rsub__(self, other):
        return self - to_node(other)
