# message: `hypot(x, y)` at x = 3e+200, y = 4e+200 stopped at line 74 with OverflowError: the result is too large for a float; the squares overflow; `math.hypot` avoids them.
# changes: solution.py

def hypot(a, b):
    """The length of the arrow (a, b)."""
    return sqrt(to_node(a) ** 2 + to_node(b) ** 2)
