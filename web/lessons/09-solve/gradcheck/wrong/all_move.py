# message: `gradcheck(f, [2, 3], 1e-05)`, where the first gradient of f is off by 1.5: expected 1.5, yours is 12; the difference between `backward()` and the central difference.
from my_engine import Node


def gradcheck(f, point, h=1e-5):
    nodes = [Node(value) for value in point]
    f(*nodes).backward()
    worst = 0.0
    for i, node in enumerate(nodes):
        right = [value + h for value in point]
        left = [value - h for value in point]
        slope = (f(*right) - f(*left)) / (2 * h)
        worst = max(worst, abs(node.grad - slope))
    return worst


print(gradcheck(lambda x, y: x * y + x / y, [2.0, 3.0]))
