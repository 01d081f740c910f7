calls = []


class Node:
    def __init__(self, value):
        self.value = value

    def __add__(self, other):
        calls.append("__add__")
        return Node(self.value + other.value)

    def __radd__(self, other):
        calls.append("__radd__")
        return Node(other + self.value)


total = sum([Node(1), Node(2), Node(3)])

answer = calls.count("__radd__")
print(calls)
