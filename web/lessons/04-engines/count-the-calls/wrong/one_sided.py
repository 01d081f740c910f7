# message: `gradient(f, [2.0, 5.0, 1.0], 0.25)`: expected (20, 4, 3), yours is (21.25, 4, 3); that looks to the right only.
def gradient(f, point, h):
    slopes = []
    for i in range(len(point)):
        right, left = list(point), list(point)
        right[i] += h
        left[i] -= h
        slopes.append((f(right) - f(point)) / h)
    return slopes
