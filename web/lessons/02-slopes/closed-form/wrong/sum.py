# message: `gradient(0.3, 0.3)`: expected (-0.327774, -0.336282), yours is (-327.774, -336.282); that is the sum; the average divides by the number of houses.
# changes: solution.py

def gradient(x, y):
    dx = dy = 0.0
    for x_i, y_i in zip(xs, ys):
        d = sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
        dx -= (x_i - x) / d
        dy -= (y_i - y) / d
    return dx, dy
