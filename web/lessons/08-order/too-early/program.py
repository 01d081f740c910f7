class Node:
    def __init__(self, value, parents=(), local_gradients=()):
        self.value = value
        self.parents = parents
        self.local_gradients = local_gradients
        self.grad = 0.0

    def push(self):
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad += self.grad * local


x = Node(1.0)
a = Node(2.0, (x,), (1.0,))
b = Node(4.0, (a,), (2.0,))
z = Node(8.0, (a, b), (4.0, 2.0))

z.grad = 1.0
for name, node in (("z", z), ("a", a), ("b", b), ("x", x)):
    node.push()
    print(f"after {name}: a.grad = {a.grad}, b.grad = {b.grad}, x.grad = {x.grad}")

answer = x.grad
