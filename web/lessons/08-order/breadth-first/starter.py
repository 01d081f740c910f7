from collections import deque


def breadth_first(neighbours, start):
    order = []
    queue = deque([start])
    ...
    return order
