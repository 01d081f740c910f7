# message: `central(f, 3, 0.5)`: expected 6, yours is 12; the two points are 2h apart, so divide by `2 * h`.
def central(f, x, h):
    return (f(x + h) - f(x - h)) / h
