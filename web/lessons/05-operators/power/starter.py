# changes: solution.py

class Node:
    # without __rpow__
    def __pow__(self, other):
        ...
