# message: `depth_first` of a chain of 3,000: `visit` called itself hundreds of times deep, where Python ends it with a RecursionError; for 50 it is right; a loop over a list of what is still to do has no such limit.
def depth_first(neighbours, start):
    order = []

    def visit(node):
        if node in order:
            return
        order.append(node)
        for neighbour in neighbours[node]:
            visit(neighbour)

    visit(start)
    return order


print(depth_first({"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, "a"))
