def momentum(gradient, point, rate, keep, steps):
    point = list(point)
    velocity = [0.0] * len(point)
    for step in range(steps):
        ...
    return point
