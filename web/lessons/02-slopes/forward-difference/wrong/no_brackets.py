# message: `slope(f, 2, 0.5)`, where f(x) = 3x + 1: expected 3, yours is -5.5; only the second value is divided; the difference needs brackets.
def slope(f, x, h):
    return f(x + h) - f(x) / h
