# message: `len({a, b, a})` at a = 4, b = 4 stopped with TypeError: unhashable type: 'Node'; a class that defines `__eq__` loses its hash, unless it defines `__hash__` as well.
class Node:
    def __init__(self, value):
        self.value = float(value)

    def __eq__(self, other):
        return self is other


def distinct(nodes):
    seen = []
    for node in nodes:
        if node not in seen:
            seen.append(node)
    return seen


a, b = Node(4), Node(4)
print(len(distinct([a, b, a])), "different nodes")
