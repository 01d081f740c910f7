import random
from math import cos, pi, sin

from py_engine import exp, log, mean, tanh

r = random.Random(2)
points = []
for i in range(40):
    angle = r.uniform(0, pi)
    x, y, side = cos(angle), sin(angle), 1
    if i % 2:
        x, y, side = 1 - x, 0.5 - y, -1
    points.append((x + r.gauss(0, 0.08), y + r.gauss(0, 0.08), side))


def score(x, y, u1, v1, c1, w1, u2, v2, c2, w2, b):
    return w1 * tanh(u1 * x + v1 * y + c1) + w2 * tanh(u2 * x + v2 * y + c2) + b


def loss(u1=1.5, v1=0.5, c1=-0.5, w1=1.0, u2=-1.0, v2=2.0, c2=0.5, w2=1.0, b=0.0):
    return mean(log(1 + exp(-t * score(x, y, u1, v1, c1, w1, u2, v2, c2, w2, b)))
                for x, y, t in points)
