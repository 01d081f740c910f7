# message: Seven steps ask for seven gradients, each where it stands; yours asked 1 time.
def descend(gradient, x, y, rate, steps):
    dx, dy = gradient(x, y)
    for step in range(steps):
        x = x - rate * dx
        y = y - rate * dy
    return x, y
