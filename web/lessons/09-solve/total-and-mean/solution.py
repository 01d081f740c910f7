# changes: 08-order/call-it-twice/solution.py

# new
def total(nodes):
    """The sum of many nodes, as one operation with many parents."""
    parents = tuple(to_node(node) for node in nodes)
    value = sum(parent.value for parent in parents)
    return Node(value, parents, "total", (1.0,) * len(parents))


# new
def mean(nodes):
    """The average of many nodes."""
    nodes = list(nodes)
    return total(nodes) / len(nodes)
