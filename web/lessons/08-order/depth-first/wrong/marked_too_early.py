# message: `depth_first(shortcut, 'a')`: expected ['a', 'b', 'c', 'd'], yours is ['a', 'b', 'd', 'c']; c waits on the stack, but by way of b it is reached earlier; mark a node when it is taken from the stack, not when it is put on it.
def depth_first(neighbours, start):
    order = []
    seen = {start}
    stack = [start]
    while stack:
        node = stack.pop()
        order.append(node)
        for neighbour in reversed(neighbours[node]):
            if neighbour not in seen:
                seen.add(neighbour)
                stack.append(neighbour)
    return order


print(depth_first({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, "a"))
