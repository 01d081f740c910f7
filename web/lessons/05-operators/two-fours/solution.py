class Node:
    def __init__(self, value):
        self.value = float(value)


def distinct(nodes):
    seen = []
    for node in nodes:
        if node not in seen:
            seen.append(node)
    return seen


a, b = Node(4), Node(4)
print(len(distinct([a, b, a])), "different nodes")
