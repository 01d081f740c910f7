# message: `solve([30], [40], 0, 0, 1, 4)`: expected (2.4, 3.2), yours is (6, 8); the gradients of all steps are added up; each step has to begin at 0.
from my_engine import Node, mean, zero_grad


def solve(xs, ys, x, y, rate, steps):
    x, y = Node(x), Node(y)
    for step in range(steps):
        loss = mean(((x_i - x) ** 2 + (y_i - y) ** 2) ** 0.5 for x_i, y_i in zip(xs, ys))
        loss.backward()
        x.value -= rate * x.grad
        y.value -= rate * y.grad
    return x.value, y.value
