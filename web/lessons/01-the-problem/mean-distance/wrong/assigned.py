# message: `loss(0.3, 0.3)`: expected 0.443053, yours is 0.000217487; only the last house was counted.
# changes: solution.py

def loss(x, y):
    total = 0.0
    for x_i, y_i in zip(xs, ys):
        total = distance(x_i, y_i, x, y)
    return total / len(xs)
