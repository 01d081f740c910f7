# message: `solve([3], [4], 0, 0, 1, 1)`: expected (0.6, 0.8), yours is (-0.6, -0.8); that is uphill.
from my_engine import Node, mean, zero_grad


def solve(xs, ys, x, y, rate, steps):
    x, y = Node(x), Node(y)
    for step in range(steps):
        zero_grad([x, y])
        loss = mean(((x_i - x) ** 2 + (y_i - y) ** 2) ** 0.5 for x_i, y_i in zip(xs, ys))
        loss.backward()
        x.value += rate * x.grad
        y.value += rate * y.grad
    return x.value, y.value
