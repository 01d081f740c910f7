from my_engine import Node


def adjacency_list(nodes):
    position = {node: i for i, node in enumerate(nodes)}
    return [[position[parent] for parent in node.parents] for node in nodes]


x, y = Node(2), Node(3)
print(adjacency_list([x, y, x * y]))
