class Node:
    def __init__(self, value, parents=(), op="", local_gradients=()):
        self.value = value
        self.parents = parents
        self.op = op
        self.local_gradients = local_gradients
        self.grad = 0.0


x = Node(2.0)
a = Node(4.0, (x, Node(2.0)), "**", (4.0, 0.0))
b = Node(3.0, (x, Node(1.0)), "+", (1.0, 1.0))
p = Node(12.0, (a, b), "*", (3.0, 4.0))
z = Node(16.0, (p, a), "+", (1.0, 1.0))

z.grad = 1.0
p.grad = 1.0
a.grad = 1.0                 # from z
b.grad = 4.0
a.grad = p.grad * 3.0        # from p, with = for +=
x.grad = a.grad * 4.0 + b.grad * 1.0

names = {"x": x, "a": a, "b": b, "p": p, "z": z}
output = z
