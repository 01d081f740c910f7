# message: `a == 'x'` at a = 4, b = 4 stopped at line 6 with AttributeError: 'str' object has no attribute 'value'; a node is equal to itself and to nothing else.
class Node:
    def __init__(self, value):
        self.value = float(value)

    def __eq__(self, other):
        return self is other or (self.value == other.value and id(self) == id(other))

    def __hash__(self):
        return id(self)


def distinct(nodes):
    seen = []
    for node in nodes:
        if node not in seen:
            seen.append(node)
    return seen


a, b = Node(4), Node(4)
print(len(distinct([a, b, a])), "different nodes")
