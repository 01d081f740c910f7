# changes: 05-operators/add/solution.py

class Node:
    # new
    def __sub__(self, other):
        ...
