# message: `distinct([a, b, a])` with a = Node(4), b = Node(4), c = Node(2.5) should be [a, b]; yours is [a]; `in` asks `==`, and a node is equal to itself alone.
# changes: solution.py

class Node:
    # new
    def __eq__(self, other):
        return isinstance(other, Node) and self.value == other.value

    # new
    def __hash__(self):
        return hash(self.value)
