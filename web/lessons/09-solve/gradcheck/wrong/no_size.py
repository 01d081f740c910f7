# message: `gradcheck(f, [2, 3], 1e-05)`, where the first gradient of f is off by -1.5: expected 1.5, yours is 0; a difference below 0 is taken as it is, not by its size.
from my_engine import Node


def gradcheck(f, point, h=1e-5):
    nodes = [Node(value) for value in point]
    f(*nodes).backward()
    worst = 0.0
    for i, node in enumerate(nodes):
        right, left = list(point), list(point)
        right[i] += h
        left[i] -= h
        slope = (f(*right) - f(*left)) / (2 * h)
        worst = max(worst, node.grad - slope)
    return worst


print(gradcheck(lambda x, y: x * y + x / y, [2.0, 3.0]))
