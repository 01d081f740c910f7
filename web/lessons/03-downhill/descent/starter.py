def descend(gradient, x, y, rate, steps):
    for step in range(steps):
        ...
    return x, y
