# message: `train([0.5, -1, 0.25, 2, 0.1], points, 0.5, 0.5, 2)`, with points = [(1, 0, 1), (0, 1, -1), (-0.5, 0.5, -1)]: expected (0.236523, 0.689988, -1.188, 0.0782896, 2.17259, -0.0213454), yours is (0.236523, 0.649866, -1.14448, 0.121653, 2.13759, 0.00691253); no velocity is kept.
import math
import random

from my_engine import Node, exp, log, mean, tanh, total, zero_grad


def network(p, x, y):
    n = (len(p) - 1) // 4
    hidden = [tanh(p[3 * j] * x + p[3 * j + 1] * y + p[3 * j + 2]) for j in range(n)]
    return total(p[3 * n + j] * hidden[j] for j in range(n)) + p[4 * n]


def two_moons(n, r):
    points = []
    for i in range(n):
        angle = r.uniform(0, math.pi)
        x, y = math.cos(angle), math.sin(angle)
        if i % 2:
            x, y = 1 - x, 0.5 - y
        points.append((x + r.gauss(0, 0.08), y + r.gauss(0, 0.08), -1 if i % 2 else 1))
    return points


def train(p, points, rate, keep, steps):
    velocity = [0.0] * len(p)
    for step in range(steps):
        zero_grad(p)
        loss = mean(log(1 + exp(-t * network(p, x, y))) for x, y, t in points)
        loss.backward()
        for i, node in enumerate(p):
            velocity[i] = -rate * node.grad
            node.value += velocity[i]
    return loss.value


r = random.Random(2)
points = two_moons(24, r)
p = [Node(r.gauss(0, 1)) for _ in range(33)]
print("loss:", train(p, points, 0.3, 0.9, 30))
right = sum((network(p, x, y).value > 0) == (t > 0) for x, y, t in points)
print(f"{right} of {len(points)} points on the right side")
