class Node:
    def __init__(self, value, parents=(), op=""):
        self.value = value
        self.parents = parents
        self.op = op
        self.grad = 0.0


x, y = Node(2.0), Node(5.0)
u = Node(10.0, (x, y), "*")
v = Node(15.0, (u, y), "+")
z = Node(150.0, (v, u), "*")

names = {"x": x, "y": y, "u": u, "v": v, "z": z}
