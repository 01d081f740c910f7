# message: `breadth_first(diamond, 'a')`: expected ['a', 'b', 'c', 'd'], yours is ['a', 'b', 'c', 'd', 'd']; d is put into the queue by b and by c; mark a node when it is put in.
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
