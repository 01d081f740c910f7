def descend(gradient, x, y, rate, steps):
    for step in range(steps):
        dx, dy = gradient(x, y)
        x = x - rate * dx
        y = y - rate * dy
    return x, y
