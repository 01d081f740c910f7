# message: `x ** y` at x = -3, y = 2 stopped at line 70 with ValueError: the function is not defined there; for a negative base, the exponent's local gradient is `math.nan`.
# changes: solution.py

def power_local_gradients(a, b):
    for_a = 0.0 if b == 0 else b * a ** (b - 1)
    for_b = a ** b * math.log(a) if a != 0 else 0.0
    return for_a, for_b
