# changes: solution.py

def to_node(thing):
    """Give a node back as it is; make a node of a number."""
    ...


class Node:
    # without __radd__
    def __add__(self, other):
        ...
