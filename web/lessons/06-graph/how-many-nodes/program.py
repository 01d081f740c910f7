class Node:
    def __init__(self, value, parents=()):
        self.value = value
        self.parents = parents

    def __add__(self, other):
        return Node(self.value + other.value, (self, other))

    def __mul__(self, other):
        return Node(self.value * other.value, (self, other))


def count(output):
    found, waiting = set(), [output]
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(node.parents)
    return len(found)


x = Node(3)
answer = count(x * x + x * x)
y = x * x

print("x * x + x * x:", answer)
print("y = x * x; y + y:", count(y + y))
