# changes: 05-operators/subtract/solution.py

class Node:
    # new, after __rsub__
    def __mul__(self, other):
        ...
