# message: 1 parameter should take 2 calls of `f`, two each; yours made 5.
def gradient(f, point, h):
    slopes = []
    for i in range(len(point)):
        right, left = list(point), list(point)
        right[i] += h
        left[i] -= h
        slopes.append((f(right) - f(point)) / h - (f(right) - 2 * f(point) + f(left)) / (2 * h))
    return slopes
