# message: In `(x + y) * (x - y)`, your list is [y, x, x - y, y, x, x + y, (x + y) * (x - y)]: `y` is in it twice.
# changes: solution.py

def topological_order(output):
    """All nodes that lead to `output`, and itself, each after its parents."""
    order = []
    seen = set()
    stack = [(output, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            order.append(node)
        else:
            stack.append((node, True))
            for parent in node.parents:
                stack.append((parent, False))
    return order
