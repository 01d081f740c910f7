# message: `gradient(0.3, 0.3)`: expected (-0.327774, -0.336282), yours is (-0.544222, -0.584975); each step is divided by the square of its distance, and should be by the distance.
# changes: solution.py

def gradient(x, y):
    dx = dy = 0.0
    for x_i, y_i in zip(xs, ys):
        d = (x_i - x) ** 2 + (y_i - y) ** 2
        dx -= (x_i - x) / d
        dy -= (y_i - y) / d
    return dx / len(xs), dy / len(ys)
