# message: `x ** y` at x = 0, y = 0 stopped at line 69 with ZeroDivisionError: division by zero; a constant has slope 0, and 0.0 to the power -1 is not needed for it.
# changes: solution.py

def power_local_gradients(a, b):
    for_a = b * a ** (b - 1)
    if a > 0:
        for_b = a ** b * math.log(a)
    else:
        for_b = 0.0 if a == 0 else math.nan
    return for_a, for_b
