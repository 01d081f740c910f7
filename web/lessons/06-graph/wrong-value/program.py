class Node:
    def __init__(self, value, parents=(), op=""):
        self.value = value
        self.parents = parents
        self.op = op
        self.grad = 0.0


x, y = Node(0.3), Node(0.3)
two, half = Node(2.0), Node(0.5)
I_x = Node(0.6 - x.value, (Node(0.6), x), "-")
I_y = Node(0.7 - y.value, (Node(0.7), y), "-")
g_x = Node(I_x.value ** 2, (I_x, two), "**")
g_y = Node(I_y.value * 2, (I_y, two), "**")
M = Node(g_x.value + g_y.value, (g_x, g_y), "+")
d = Node(M.value ** 0.5, (M, half), "**")

names = {"x": x, "y": y, "I_x": I_x, "I_y": I_y, "g_x": g_x, "g_y": g_y, "M": M, "d": d}
output = d
