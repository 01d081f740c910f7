# changes: solution.py

class Node:
    def __init__(self, value, parents=()):
        self.value = value
        self.parents = parents
        self.grad = 0.0
        self.hand_on = lambda: None

    def __add__(self, other):
        result = Node(self.value + other.value, (self, other))

        def hand_on():
            self.grad += result.grad
            other.grad += result.grad

        result.hand_on = hand_on
        return result

    def __mul__(self, other):
        result = Node(self.value * other.value, (self, other))

        def hand_on():
            self.grad += other.value * result.grad
            other.grad += self.value * result.grad

        return result

    def backward(self):
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node.hand_on()
