# message: `gradient(f, [2, 5, 1], 0.25)`, where f(p) = p[0]² · p[1] + 3 p[2]: expected [20, 4, 3], yours is [20, 3.0625, 3].
def gradient(f, point, h):
    slopes = []
    for i in range(len(point)):
        point[i] += h
        right = f(point)
        point[i] -= 2 * h
        slopes.append((right - f(point)) / (2 * h))
    return slopes
