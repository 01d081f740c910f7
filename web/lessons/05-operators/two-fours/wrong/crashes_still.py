# message: `a == 'x'` at a = 4, b = 4 stopped at line 6 with AttributeError: 'str' object has no attribute 'value'; a node is equal to itself and to nothing else.
# changes: solution.py

class Node:
    # new
    def __eq__(self, other):
        return self is other or (self.value == other.value and id(self) == id(other))

    # new
    def __hash__(self):
        return id(self)
