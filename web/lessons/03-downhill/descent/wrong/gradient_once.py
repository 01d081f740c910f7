# message: `descend(gradient, 1, 2, 0.1, 3)`, where the gradient is (3, 5) everywhere: `gradient` should be asked 3 times, and yours asks once; all steps go by the gradient at the start.
def descend(gradient, x, y, rate, steps):
    dx, dy = gradient(x, y)
    for step in range(steps):
        x = x - rate * dx
        y = y - rate * dy
    return x, y
