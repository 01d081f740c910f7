    order = []
            missing[child] -= 1
    if len(order) < len(parents):
        for child in children[node]:
def kahn(parents):
    while ready:
    return order
    ready = [node for node in range(len(parents)) if missing[node] == 0]
        order.append(node)
    children = [[] for _ in parents]
        node = ready.pop()
    missing = [len(of_node) for of_node in parents]
            if missing[child] == 0:
        raise ValueError("the graph goes round in a circle")
    for node, of_node in enumerate(parents):
        for parent in of_node:
            children[parent].append(node)
                ready.append(child)
