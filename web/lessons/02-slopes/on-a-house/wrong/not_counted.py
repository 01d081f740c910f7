# message: `gradient(0, 0)`, which is on a house: expected (-0.2, -0.6), yours is (-0.3, -0.9); the house under the well is not counted any more; it is still one of the N.
# changes: solution.py

# without N
def gradient(x, y):
    dx = dy = 0.0
    n = 0
    for x_i, y_i in zip(xs, ys):
        d = sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
        if d > 0:
            dx -= (x_i - x) / d
            dy -= (y_i - y) / d
            n += 1
    return dx / n, dy / n
