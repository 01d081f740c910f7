# message: `breadth_first(neighbours, 'a')`, where a leads to b and c, and both lead to d, with neighbours = {'a': ['b', 'c'], 'b': ['d'], 'c': ['d'], 'd': []}: expected ['a', 'b', 'c', 'd'], yours is ['a', 'b', 'c', 'd', 'd']; a node is put into the queue again by its second neighbour: it is marked when it is taken out, and has to be when it is put in.
from collections import deque


def breadth_first(neighbours, start):
    order = []
    seen = {start}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        order.append(node)
        seen.add(node)
        for neighbour in neighbours[node]:
            if neighbour not in seen:
                queue.append(neighbour)
    return order
