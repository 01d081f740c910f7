# message: `fit([0, 1, 2], [1, 3, 5], 0.1, 3)`: expected (1.5683, 1.06044), yours is (3.35052, 2.27378); the gradients of all steps are added up; each step has to begin at 0.
from my_engine import Node, mean, zero_grad


def fit(xs, ys, rate, steps):
    a, b = Node(0.0), Node(0.0)
    for step in range(steps):
        mean((a * x + b - y) ** 2 for x, y in zip(xs, ys)).backward()
        a.value -= rate * a.grad
        b.value -= rate * b.grad
    return a.value, b.value


print(fit([0.0, 1.0, 2.0], [1.0, 3.0, 5.0], 0.1, 500))
