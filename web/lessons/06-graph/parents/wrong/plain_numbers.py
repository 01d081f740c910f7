# message: In `x + 5`, the parent 5 is a plain int; parents are nodes.
# changes: solution.py

class Node:
    def __add__(self, other):
        return Node(self.value + to_node(other).value, (self, other), "+")
