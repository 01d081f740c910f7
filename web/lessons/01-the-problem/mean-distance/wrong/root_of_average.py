# message: `loss(0.3, 0.3)`: expected 0.443053, yours is 0.488536; the root is taken of the average, and belongs to each distance.
# changes: solution.py

def loss(x, y):
    total = 0.0
    for x_i, y_i in zip(xs, ys):
        total += distance(x_i, y_i, x, y) ** 2
    return sqrt(total / len(xs))
