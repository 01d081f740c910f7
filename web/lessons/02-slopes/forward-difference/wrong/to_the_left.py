# message: `slope(f, 3, 0.1)`, where f(x) = x²: expected 6.1, yours is 5.9; that looks to the left; the step goes to the right, to `x + h`.
def slope(f, x, h):
    return (f(x) - f(x - h)) / h
