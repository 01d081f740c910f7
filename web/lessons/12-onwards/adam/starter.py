from math import sqrt


def adam(gradient, point, rate, steps):
    point = list(point)
    a = [0.0] * len(point)
    b = [0.0] * len(point)
    for t in range(1, steps + 1):
        ...
    return point
