# message: `descend(gradient, 1, 2, 0.1, 1)`, where the gradient is (3, 5) everywhere: expected (0.7, 1.5), yours is (1.3, 2.5); that is uphill; the gradient is subtracted.
def descend(gradient, x, y, rate, steps):
    for step in range(steps):
        dx, dy = gradient(x, y)
        x = x + rate * dx
        y = y + rate * dy
    return x, y
