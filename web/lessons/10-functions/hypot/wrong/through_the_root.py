# message: The local gradients of `hypot(x, y)` at x = 3, y = 0 should be (1, 0); yours are (0.166667,); only where h is 0 are both 0.
# changes: solution.py

def hypot(a, b):
    """The length of the arrow (a, b)."""
    return sqrt(to_node(a) ** 2 + to_node(b) ** 2)
