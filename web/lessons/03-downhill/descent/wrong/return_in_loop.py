# message: `descend(tilted, 1.0, 2.0, 0.1, 3)`: expected (0.1, 0.5), yours is (0.7, 1.5); only one step was taken; does `return` stand inside the loop?
def descend(gradient, x, y, rate, steps):
    for step in range(steps):
        dx, dy = gradient(x, y)
        x = x - rate * dx
        y = y - rate * dy
        return x, y
