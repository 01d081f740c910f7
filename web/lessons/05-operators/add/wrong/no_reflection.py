# message: `2 + x` at x = 3 stopped with TypeError: unsupported operand type(s) for +: 'int' and 'Node'; Python looks for `__radd__` in `Node`.
# changes: solution.py

class Node:
    # without __radd__
    ...
