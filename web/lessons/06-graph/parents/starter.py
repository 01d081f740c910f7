# changes: 05-operators/power/solution.py

class Node:
    def __init__(self, value, parents=(), op=""):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = float(value)
