# message: `-x` at x = 3 stopped with TypeError: bad operand type for unary -: 'Node'; Python looks for `__neg__` in `Node`.
# changes: solution.py

class Node:
    # without __neg__
    ...
