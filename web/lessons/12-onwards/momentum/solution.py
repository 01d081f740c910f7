def momentum(gradient, point, rate, keep, steps):
    point = list(point)
    velocity = [0.0] * len(point)
    for step in range(steps):
        slopes = gradient(point)
        for i, slope in enumerate(slopes):
            velocity[i] = keep * velocity[i] - rate * slope
            point[i] += velocity[i]
    return point
