# message: `total([x * x, y, x])` at x = 3, y = 2: expected gradient 7 for x, yours is 6; nothing has reached `y`.
# changes: solution.py

def total(nodes):
    """The sum of many nodes, as one operation with many parents."""
    parents = tuple(to_node(node) for node in nodes)
    value = sum(parent.value for parent in parents)
    return Node(value, parents, "total", (1.0,))
