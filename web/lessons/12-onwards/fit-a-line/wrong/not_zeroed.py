# message: `fit([0.0, 1.0, 2.0], [1.0, 3.0, 5.0], 0.2, 300)`: expected (2, 1), yours is (0.809665, 0.559158); the points lie on y = 2x + 1; are the gradients set to 0?
from my_engine import Node, mean, zero_grad


def fit(xs, ys, rate, steps):
    a, b = Node(0.0), Node(0.0)
    for step in range(steps):
        mean((a * x + b - y) ** 2 for x, y in zip(xs, ys)).backward()
        a.value -= rate * a.grad
        b.value -= rate * b.grad
    return a.value, b.value


print(fit([0.0, 1.0, 2.0], [1.0, 3.0, 5.0], 0.1, 500))
