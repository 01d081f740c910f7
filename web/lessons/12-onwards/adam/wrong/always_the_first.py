# message: `adam(gradient, [-0.4], 0.1, 2)`, where the slope is 3 p[0]²: expected [-0.598793], yours is [-0.632761]; `t` is 1 in every step.
from math import sqrt


def adam(gradient, point, rate, steps):
    point = list(point)
    a = [0.0] * len(point)
    b = [0.0] * len(point)
    for t in range(1, steps + 1):
        for i, g in enumerate(gradient(point)):
            a[i] = 0.9 * a[i] + 0.1 * g
            b[i] = 0.999 * b[i] + 0.001 * g * g
            mean = a[i] / (1 - 0.9)
            size = sqrt(b[i] / (1 - 0.999))
            point[i] -= rate * mean / (size + 1e-8)
    return point
