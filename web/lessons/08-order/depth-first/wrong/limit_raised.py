# message: The recursion limit was raised to 1,000,000. Leave it, and keep a stack of your own.
import sys

sys.setrecursionlimit(10**6)


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
