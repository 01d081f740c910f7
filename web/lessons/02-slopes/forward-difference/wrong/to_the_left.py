# message: `slope(f, 3, 0.1)`: expected 6.1, yours is 5.9; that looks to the left; step to the right, to `x + h`.
def slope(f, x, h):
    return (f(x) - f(x - h)) / h
