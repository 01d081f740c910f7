# message: `breadth_first(neighbours, 'a')`, where a leads to b, b to c, and c back to a, with neighbours = {'a': ['b'], 'b': ['c'], 'c': ['a']} did not come to an end in time, and was stopped in the loop of line 8.
from collections import deque


def breadth_first(neighbours, start):
    order = []
    seen = {start}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        order.append(node)
        for neighbour in neighbours[node]:
            queue.append(neighbour)
    return order
