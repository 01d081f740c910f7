# message: `slope(f, 2, 0.5)`: expected 3, yours is -5.5; subtract the two values first, in brackets; then divide.
def slope(f, x, h):
    return f(x + h) - f(x) / h
