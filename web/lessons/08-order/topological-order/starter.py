# changes: solution.py

def topological_order(output):
    """All nodes that lead to `output`, and itself, each after its parents."""
    order = []
    seen = set()
    stack = [(output, False)]
    while stack:
        node, leaving = stack.pop()
        ...
    return order
