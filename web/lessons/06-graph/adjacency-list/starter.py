from my_engine import Node


def adjacency_list(nodes):
    ...


x, y = Node(2), Node(3)
print(adjacency_list([x, y, x * y]))
