from my_engine import Node
from my_slopes import central


def gradcheck(f, point, h=1e-5):
    nodes = [Node(value) for value in point]
    f(*nodes).backward()
    worst = 0.0
    for i, node in enumerate(nodes):
        def along(x):
            return f(*point[:i], x, *point[i + 1:])

        worst = max(worst, abs(node.grad - central(along, point[i], h)))
    return worst


print(gradcheck(lambda x, y: x * y + x / y, [2.0, 3.0]))
