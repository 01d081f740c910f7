# message: `momentum(gradient, [0], 0.1, 0.5, 2)`, where the slope is 3 everywhere: expected [-0.75], yours is [-0.9]; all of the velocity is kept; `keep` is not used.
def momentum(gradient, point, rate, keep, steps):
    point = list(point)
    velocity = [0.0] * len(point)
    for step in range(steps):
        slopes = gradient(point)
        for i, slope in enumerate(slopes):
            velocity[i] -= rate * slope
            point[i] += velocity[i]
    return point
