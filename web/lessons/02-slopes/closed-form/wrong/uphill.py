# message: `gradient(0.3, 0.3)`: expected (-0.327774, -0.336282), yours is (0.327774, 0.336282); the sign is turned: moving towards a house makes its walk shorter.
# changes: solution.py

def gradient(x, y):
    dx = dy = 0.0
    for x_i, y_i in zip(xs, ys):
        d = sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
        dx += (x_i - x) / d
        dy += (y_i - y) / d
    return dx / len(xs), dy / len(ys)
