# message: `(Node(3).parents, Node(3).op)`: expected ((), ''), yours is (set(), ''); a leaf has no parents and no op: these are the defaults.
# changes: solution.py

class Node:
    def __init__(self, value, parents=(), op=""):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = float(value)
        self.parents = set(parents)
        self.op = op
