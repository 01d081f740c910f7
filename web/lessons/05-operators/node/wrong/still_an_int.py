# message: `Node(3).value`: expected 3, yours is 3 (int, not float); `Node(3)` keeps the float 3.0 in its attribute `value`.
# changes: solution.py

class Node:
    def __init__(self, value):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = value
