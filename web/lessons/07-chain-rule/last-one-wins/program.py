class Node:
    def __init__(self, value, parents=(), local_gradients=()):
        self.value = value
        self.parents = parents
        self.local_gradients = local_gradients
        self.grad = 0.0

    def push(self):
        for parent, local in zip(self.parents, self.local_gradients):
            parent.grad = self.grad * local        # this should be +=


x = Node(3.0)
product = Node(9.0, (x, x), (3.0, 3.0))
z = Node(12.0, (product, x), (1.0, 1.0))

z.grad = 1.0
for node in (z, product):
    node.push()
    print("x.grad is now", x.grad)

answer = x.grad
