# message: `gradient(f, [2, 5, 1], 0.25)`, where f(p) = p[0]² · p[1] + 3 p[2]: expected [20, 4, 3], yours is [21.25, 4, 3]; that looks to the right only.
def gradient(f, point, h):
    slopes = []
    for i in range(len(point)):
        right, left = list(point), list(point)
        right[i] += h
        left[i] -= h
        slopes.append((f(right) - f(point)) / h)
    return slopes
