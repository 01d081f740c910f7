# message: `solve([1, 0], [0, 2], 0, 0, 0.5, 3)`: expected (0.581868, 0.507127), yours is (0.75, 0.75); every step goes in the first direction; each needs a graph of its own.
from my_engine import Node, mean, zero_grad


def solve(xs, ys, x, y, rate, steps):
    x, y = Node(x), Node(y)
    loss = mean(((x_i - x) ** 2 + (y_i - y) ** 2) ** 0.5 for x_i, y_i in zip(xs, ys))
    for step in range(steps):
        zero_grad([x, y])
        loss.backward()
        x.value -= rate * x.grad
        y.value -= rate * y.grad
    return x.value, y.value
