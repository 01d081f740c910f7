# message: `distinct([a, b, a])` with a = Node(4), b = Node(4), c = Node(2.5) should be [a, b]; yours finds 1 of them; `in` asks `==`, and a node is equal to itself alone.
class Node:
    def __init__(self, value):
        self.value = float(value)

    def __eq__(self, other):
        return isinstance(other, Node) and self.value == other.value

    def __hash__(self):
        return hash(self.value)


def distinct(nodes):
    seen = []
    for node in nodes:
        if node not in seen:
            seen.append(node)
    return seen


a, b = Node(4), Node(4)
print(len(distinct([a, b, a])), "different nodes")
