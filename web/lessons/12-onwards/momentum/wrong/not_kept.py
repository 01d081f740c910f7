# message: `momentum(gradient, [0], 0.1, 0.5, 2)`, where the slope is 3 everywhere: expected [-0.75], yours is [-0.6]; the velocity is not kept from step to step.
def momentum(gradient, point, rate, keep, steps):
    point = list(point)
    velocity = [0.0] * len(point)
    for step in range(steps):
        slopes = gradient(point)
        for i, slope in enumerate(slopes):
            velocity[i] = -rate * slope
            point[i] += velocity[i]
    return point
