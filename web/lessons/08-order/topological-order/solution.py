# changes: 07-chain-rule/push/solution.py

# new
def topological_order(output):
    """All nodes that lead to `output`, and itself, each after its parents."""
    order = []
    seen = set()
    stack = [(output, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            for parent in node.parents:
                stack.append((parent, False))
    return order
