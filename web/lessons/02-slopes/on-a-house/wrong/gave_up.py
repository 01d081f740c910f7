# message: `gradient(0, 0)`, which is on a house: expected (-0.2, -0.6), yours is (0, 0); on a house, nothing pulls any more; the other houses pull as before.
# changes: solution.py

# without N
def gradient(x, y):
    dx = dy = 0.0
    for x_i, y_i in zip(xs, ys):
        d = sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
        if d == 0:
            return 0.0, 0.0
        dx -= (x_i - x) / d
        dy -= (y_i - y) / d
    return dx / len(xs), dy / len(ys)
