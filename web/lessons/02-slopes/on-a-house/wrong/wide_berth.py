# message: `gradient(1e-08, 0)`, which is close to a house, and not on it: expected (0.133333, -0.6), yours is (-0.2, -0.6); the house under the well adds exactly 0, and all others what they did.
# changes: solution.py

# without N
def gradient(x, y):
    dx = dy = 0.0
    for x_i, y_i in zip(xs, ys):
        d = sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
        if d > 1e-3:
            dx -= (x_i - x) / d
            dy -= (y_i - y) / d
    return dx / len(xs), dy / len(ys)
