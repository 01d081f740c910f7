# message: `fit([1, 3], [2, 4], 0.1, 1)`: expected (1.4, 0.6), yours is (0.2, 0.1); steps on the mean squared error; the answer is two floats.
from my_engine import Node, mean, zero_grad


def fit(xs, ys, rate, steps):
    a, b = Node(0.0), Node(0.0)
    for step in range(steps):
        zero_grad([a, b])
        mean(y - a * x - b for x, y in zip(xs, ys)).backward()
        a.value -= rate * a.grad
        b.value -= rate * b.grad
    return a.value, b.value


print(fit([0.0, 1.0, 2.0], [1.0, 3.0, 5.0], 0.1, 500))
