# message: `slope(f, 2, 0.5)`: expected 3, yours is 1.5; that is the growth; divide it by `h`.
def slope(f, x, h):
    return f(x + h) - f(x)
