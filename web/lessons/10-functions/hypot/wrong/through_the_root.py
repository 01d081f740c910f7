# message: `hypot(x, y)` at x = 3, y = -4 should be one node with the 2 parents that it was given; yours has 1.
# changes: solution.py

def hypot(a, b):
    """The length of the arrow (a, b)."""
    return sqrt(to_node(a) ** 2 + to_node(b) ** 2)
