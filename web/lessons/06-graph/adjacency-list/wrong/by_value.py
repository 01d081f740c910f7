# message: `adjacency_list([a, b, c])` at a = 4, b = 4, c = 0: expected [[], [], [0, 1]], yours is [[], [], [1, 1]]; two different nodes may hold the same number.
# changes: solution.py

def adjacency_list(nodes):
    position = {node.value: i for i, node in enumerate(nodes)}
    return [[position[parent.value] for parent in node.parents] for node in nodes]
