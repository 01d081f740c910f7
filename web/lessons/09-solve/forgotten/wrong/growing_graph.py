# message: `descend(loss, 1, 2, 0.1, 200)`, on x² + y²: it called itself hundreds of times deep, where Python ends it with a RecursionError.
from my_engine import Node, zero_grad


def descend(loss, x, y, rate, steps):
    x, y = Node(x), Node(y)
    for step in range(steps):
        zero_grad([x, y])
        loss(x, y).backward()
        x = x - rate * x.grad
        y = y - rate * y.grad
    return x.value, y.value


print(descend(lambda x, y: x * x + y * y, 1.0, 2.0, 0.1, 20))
