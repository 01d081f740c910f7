from math import sqrt

xs = [0.0, 3.0, 0.0]
ys = [0.0, 4.0, 2.0]
N = len(xs)


def gradient(x, y):
    dx = dy = 0.0
    for x_i, y_i in zip(xs, ys):
        d = sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
        if d > 0:
            dx -= (x_i - x) / d
            dy -= (y_i - y) / d
    return dx / N, dy / N


print(gradient(0.0, 0.0))
