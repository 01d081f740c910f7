import random
from py_engine import mean, sqrt

N = 1000
r = random.Random(5)
xs = [r.uniform(0, 1) for _ in range(N)]
ys = [r.uniform(0, 1) for _ in range(N)]

def loss(x=0.3, y=0.3):
    return mean(sqrt((x_i - x) ** 2 + (y_i - y) ** 2) for x_i, y_i in zip(xs, ys))
