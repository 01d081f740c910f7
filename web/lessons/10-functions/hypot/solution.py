# changes: 10-functions/root-of-zero/solution.py

# new
def hypot(a, b):
    """The length of the arrow (a, b)."""
    a, b = to_node(a), to_node(b)
    h = math.hypot(a.value, b.value)
    slopes = (a.value / h, b.value / h) if h > 0 else (0.0, 0.0)
    return Node(h, (a, b), "hypot", slopes)
