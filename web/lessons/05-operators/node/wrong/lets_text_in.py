# message: `Node('3')` should raise TypeError; yours gives a node of value 3; only an `int` or a `float` goes in.
# changes: solution.py

class Node:
    def __init__(self, value):
        self.value = float(value)
