# message: `kahn([[1, 2], [3], [3, 3], []])` stopped at line 17 with ValueError: the graph goes round in a circle.
def kahn(parents):
    children = [[] for _ in parents]
    for node, of_node in enumerate(parents):
        for parent in of_node:
            children[parent].append(node)
    missing = [len(of_node) for of_node in parents]
    ready = [node for node in range(len(parents)) if missing[node] == 0]
    order = []
    while ready:
        node = ready.pop()
        order.append(node)
        for child in children[node]:
            if missing[child] == 0:
                ready.append(child)
            missing[child] -= 1
    if len(order) < len(parents):
        raise ValueError("the graph goes round in a circle")
    return order
