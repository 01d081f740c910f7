# message: `central(f, 3, 0.5)`, where f(x) = x²: expected 6, yours is 6.5; that looks to the right only.
def central(f, x, h):
    return (f(x + h) - f(x)) / h
