# message: `adam(gradient, [0, 0], 0.1, 1)`, where the slopes are 1000 and -0.01 everywhere: expected [-0.1, 0.0999999], yours is [-0.316228, 0.316218]; the averages begin at 0 and are too small; they are divided by 1 - 0.9 ** t and 1 - 0.999 ** t.
from math import sqrt


def adam(gradient, point, rate, steps):
    point = list(point)
    a = [0.0] * len(point)
    b = [0.0] * len(point)
    for t in range(1, steps + 1):
        for i, g in enumerate(gradient(point)):
            a[i] = 0.9 * a[i] + 0.1 * g
            b[i] = 0.999 * b[i] + 0.001 * g * g
            mean = a[i]
            size = sqrt(b[i])
            point[i] -= rate * mean / (size + 1e-8)
    return point
