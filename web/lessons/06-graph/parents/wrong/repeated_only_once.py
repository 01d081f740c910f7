# message: `x + x` should have the parents (x, x); yours has (x,).
# changes: solution.py

class Node:
    def __init__(self, value, parents=(), op=""):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = float(value)
        self.parents = tuple(dict.fromkeys(parents))
        self.op = op
