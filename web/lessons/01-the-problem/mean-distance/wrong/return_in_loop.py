# message: `loss(0.3, 0.3)`: expected 0.443053, yours is 0.000656255; only the first house was counted.
import random
from math import sqrt

N = 1000
r = random.Random(5)
xs = [r.uniform(0, 1) for _ in range(N)]
ys = [r.uniform(0, 1) for _ in range(N)]


def distance(x_i, y_i, x, y):
    return sqrt((x_i - x) ** 2 + (y_i - y) ** 2)


def loss(x, y):
    total = 0.0
    for x_i, y_i in zip(xs, ys):
        total += distance(x_i, y_i, x, y)
        return total / len(xs)
