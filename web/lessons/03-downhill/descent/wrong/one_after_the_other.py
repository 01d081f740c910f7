# message: `descend(twisted, 1.0, 1.0, 0.5, 1)`: expected (0.5, 0.5), yours is (0.5, 0.75); the slope for `y` was taken after `x` had moved; take both first.
def descend(gradient, x, y, rate, steps):
    for step in range(steps):
        x = x - rate * gradient(x, y)[0]
        y = y - rate * gradient(x, y)[1]
    return x, y
