# message: `len({a, b, a})` at a = 4, b = 4 stopped with TypeError: unhashable type: 'Node'; a class that defines `__eq__` loses its hash, unless it defines `__hash__` as well.
# changes: solution.py

class Node:
    # new
    def __eq__(self, other):
        return self is other
