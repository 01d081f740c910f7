import random
from math import sqrt

N = 1000
r = random.Random(5)
xs = [r.uniform(0, 1) for _ in range(N)]
ys = [r.uniform(0, 1) for _ in range(N)]


def gradient(x, y):
    dx = dy = 0.0
    ...
    return dx, dy
