# message: `breadth_first(neighbours, 'a')`, where a leads to b and c, and both lead to d, with neighbours = {'a': ['b', 'c'], 'b': ['d'], 'c': ['d'], 'd': []}: expected ['a', 'b', 'c', 'd'], yours is ['a', 'c', 'd', 'b']; that takes from the back; a queue takes from the front.
from collections import deque


def breadth_first(neighbours, start):
    order = []
    seen = {start}
    queue = deque([start])
    while queue:
        node = queue.pop()
        order.append(node)
        for neighbour in neighbours[node]:
            if neighbour not in seen:
                seen.add(neighbour)
                queue.append(neighbour)
    return order
