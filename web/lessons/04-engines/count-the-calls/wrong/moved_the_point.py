# message: `gradient(f, [2.0, 5.0, 1.0], 0.25)`: expected (20, 4, 3), yours is (20, 3.0625, 3); the first parameter was still moved when the second had its turn; move a copy.
def gradient(f, point, h):
    slopes = []
    for i in range(len(point)):
        point[i] += h
        right = f(point)
        point[i] -= 2 * h
        slopes.append((right - f(point)) / (2 * h))
    return slopes
