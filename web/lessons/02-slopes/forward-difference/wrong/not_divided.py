# message: `slope(f, 2, 0.5)`, where f(x) = 3x + 1: expected 3, yours is 1.5; that is the growth; it still has to be divided by `h`.
def slope(f, x, h):
    return f(x + h) - f(x)
