class Node:
    def __init__(self, value, parents=(), local_gradients=()):
        self.value = value
        self.parents = parents
        self.local_gradients = local_gradients
        self.grad = 0.0

    def push(self):
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad += self.grad * local


x = Node(3.0)
y = Node(x.value * x.value, (x, x), (x.value, x.value))
detached = Node(y.value)                # y.detach(): the number, without its past
z = Node(y.value * detached.value, (y, detached), (detached.value, y.value))

z.grad = 1.0
for node in (z, y):
    node.push()

answer = x.grad
print("x.grad:", answer)
print("with the past of both factors:", 4 * x.value ** 3)
