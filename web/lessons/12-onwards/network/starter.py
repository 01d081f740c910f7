from my_engine import Node, tanh, total


def network(p, x, y):
    n = (len(p) - 1) // 4
    ...
