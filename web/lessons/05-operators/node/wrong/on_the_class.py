# message: `[node.value for node in (Node(1), Node(2.5))]`: expected [1, 2.5], yours is [2.5, 2.5]; each Node keeps a value of its own.
# changes: solution.py

class Node:
    def __init__(self, value):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        Node.value = float(value)
