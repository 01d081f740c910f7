# changes: solution.py

def hypot(a, b):
    """The length of the arrow (a, b)."""
    ...
