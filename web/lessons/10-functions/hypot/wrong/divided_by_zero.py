# message: `hypot(0.6 - x, 0.7 - y)` stopped at line 167 with ZeroDivisionError: division by zero.
# changes: solution.py

def hypot(a, b):
    """The length of the arrow (a, b)."""
    a, b = to_node(a), to_node(b)
    h = math.hypot(a.value, b.value)
    slopes = (a.value / h, b.value / h)
    return Node(h, (a, b), "hypot", slopes)
