# message: `descend(gradient, 1, 2, 0.1, 3)`, where the gradient is (3, 5) everywhere: expected (0.1, 0.5), yours is (0.7, 1.5); only one step is taken.
def descend(gradient, x, y, rate, steps):
    for step in range(steps):
        dx, dy = gradient(x, y)
        x = x - rate * dx
        y = y - rate * dy
        return x, y
