# message: In `x * y`, your list is [x * y, y, x]: `x * y` comes before its parent `x`.
# changes: solution.py

def topological_order(output):
    """All nodes that lead to `output`, and itself, each after its parents."""
    order = []
    seen = set()
    stack = [(output, False)]
    while stack:
        node, leaving = stack.pop()
        if node not in seen:
            seen.add(node)
            order.append(node)
            for parent in node.parents:
                stack.append((parent, False))
    return order
