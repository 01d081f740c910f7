# message: `depth_first(neighbours, 'a')`, where a leads to b and c, and both lead to d, with neighbours = {'a': ['b', 'c'], 'b': ['d'], 'c': ['d'], 'd': []}: expected ['a', 'b', 'd', 'c'], yours is ['a', 'c', 'd', 'b']; a stack gives back the last first, so neighbours have to be put on it in reverse.
def depth_first(neighbours, start):
    order = []
    seen = set()
    stack = [start]
    while stack:
        node = stack.pop()
        if node in seen:
            continue
        seen.add(node)
        order.append(node)
        stack.extend(neighbours[node])
    return order


print(depth_first({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, "a"))
