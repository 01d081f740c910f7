# message: `momentum(gradient, [1, 2], 0.1, 0.5, 1)`, where the slopes are 3 and 5 everywhere: expected [0.7, 1.5], yours is [0.7, 1.35]; both parameters share one velocity; each needs its own.
def momentum(gradient, point, rate, keep, steps):
    point = list(point)
    velocity = [0.0] * len(point)
    for step in range(steps):
        slopes = gradient(point)
        for i, slope in enumerate(slopes):
            velocity[0] = keep * velocity[0] - rate * slope
            point[i] += velocity[0]
    return point
