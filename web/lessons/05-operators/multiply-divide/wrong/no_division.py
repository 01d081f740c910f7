# message: `x / y` at x = 3, y = 4 stopped with TypeError: unsupported operand type(s) for /: 'Node' and 'Node'; Python looks for `__truediv__` in `Node`.
# changes: solution.py

class Node:
    # without __truediv__
    # without __rtruediv__
    ...
