# message: `depth_first(neighbours, 'a')`, where a leads to b and c, and b to c and d, with neighbours = {'a': ['b', 'c'], 'b': ['c', 'd'], 'c': [], 'd': []}: expected ['a', 'b', 'c', 'd'], yours is ['a', 'b', 'd', 'c']; a node is marked when it is put on the stack, and has to be when it is taken from it: by another way it may be reached earlier.
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
