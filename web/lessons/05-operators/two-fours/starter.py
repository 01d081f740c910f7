# changes: solution.py

class Node:
    # new
    def __eq__(self, other):
        return self.value == other.value
