# message: In `hypot(x, y)` at x = 3, y = -4, the local gradient for `y` should be -0.8, yours is 0.8; it is a / h for the one, b / h for the other, with their signs.
# changes: solution.py

def hypot(a, b):
    """The length of the arrow (a, b)."""
    a, b = to_node(a), to_node(b)
    h = math.hypot(a.value, b.value)
    slopes = (abs(a.value) / h, abs(b.value) / h) if h > 0 else (0.0, 0.0)
    return Node(h, (a, b), "hypot", slopes)
