# message: `loss(0.3, 0.3)`: expected 0.443053, yours is 443.053; that is the sum; the average divides by the number of houses.
# changes: solution.py

def loss(x, y):
    total = 0.0
    for x_i, y_i in zip(xs, ys):
        total += distance(x_i, y_i, x, y)
    return total
