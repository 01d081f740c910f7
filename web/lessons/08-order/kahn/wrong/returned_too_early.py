# message: `kahn([[1], [2], [0], []])` should raise ValueError; yours gives [3]; 0, 1 and 2 go round in a circle.
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
            missing[child] -= 1
            if missing[child] == 0:
                ready.append(child)
    return order
    if len(order) < len(parents):
        raise ValueError("the graph goes round in a circle")
