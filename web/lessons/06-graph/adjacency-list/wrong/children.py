# message: `adjacency_list([x, y, x_times_y])` at x = 2, y = 3, x_times_y = 6: expected [[], [], [0, 1]], yours is [[2], [2], []]; each entry lists the positions of the parents of one node.
# changes: solution.py

def adjacency_list(nodes):
    position = {node: i for i, node in enumerate(nodes)}
    return [[i for i, other in enumerate(nodes) if node in other.parents] for node in nodes]
