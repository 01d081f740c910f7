# changes: 05-operators/node/solution.py

# new, after docstring
def to_node(thing):
    """Give a node back as it is; make a node of a number."""
    return thing if isinstance(thing, Node) else Node(thing)


class Node:
    # new
    def __add__(self, other):
        other = to_node(other)
        return Node(self.value + other.value)

    # new
    def __radd__(self, other):
        return to_node(other) + self
