# message: Your code did not come to an end, and was stopped. Is there a loop that never ends?
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
