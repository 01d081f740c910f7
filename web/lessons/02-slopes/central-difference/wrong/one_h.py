# message: `central(f, 3, 0.5)`, where f(x) = x²: expected 6, yours is 12; the two points are 2h apart, and this divides by h.
def central(f, x, h):
    return (f(x + h) - f(x - h)) / h
