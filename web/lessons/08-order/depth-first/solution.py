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
        stack.extend(reversed(neighbours[node]))
    return order


print(depth_first({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, "a"))
