# message: `central(f, 3, 0.5)`, where f(x) = x²: expected 6, yours is 1.5; `/ 2 * h` divides by 2 and then multiplies by h; `2 * h` needs brackets.
def central(f, x, h):
    return (f(x + h) - f(x - h)) / 2 * h
