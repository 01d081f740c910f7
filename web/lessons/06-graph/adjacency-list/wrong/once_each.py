# message: `adjacency_list([x, y])` at x = 3, y = 9: expected [[], [0, 0]], yours is [[], [0]]; both operands of `x * x` are `x`: two arrows.
# changes: solution.py

def adjacency_list(nodes):
    position = {node: i for i, node in enumerate(nodes)}
    return [sorted({position[parent] for parent in node.parents}) for node in nodes]
