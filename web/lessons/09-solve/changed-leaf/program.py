class Node:
    def __init__(self, value, parents=(), local_gradients=()):
        self.value = value
        self.parents = parents
        self.local_gradients = local_gradients
        self.grad = 0.0

    def __mul__(self, other):
        return Node(self.value * other.value, (self, other), (other.value, self.value))

    def backward(self):           # enough for a single operation
        self.grad = 1.0
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad += self.grad * local


x = Node(3.0)
y = x * x
x.value = 10.0
y.backward()

answer = x.grad
print("y.value:", y.value)
print("x.grad: ", x.grad)
