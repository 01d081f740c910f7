# message: `adam(changing, [0.0], 0.1, 2)`: expected (-0.0633896,), yours is (-0.0508016,); where the slope is 1 in the first step and -2 in the second; is `t` 2 by then?
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
