# message: In `(x + y) * (x + x * y)`, your list is [x * y, y, x, x + (x * y), x + y, (x + y) * (x + (x * y))]: `x * y` comes before its parent `x`.
# changes: solution.py

def topological_order(output):
    """All nodes that lead to `output`, and itself, each after its parents."""
    order = []
    seen = set()
    queue = [output]
    for node in queue:
        if node not in seen:
            seen.add(node)
            order.append(node)
            queue.extend(node.parents)
    return order[::-1]
