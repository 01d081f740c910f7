# message: In `(a + b) * (a - b)`, your list is [b, a + b, (a + b) * (a - b)]: `a` is missing.
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
        elif node.value not in seen:
            seen.add(node.value)
            stack.append((node, True))
            for parent in node.parents:
                stack.append((parent, False))
    return order
