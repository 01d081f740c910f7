# message: In `x ** 3` at x = 2, the local gradient for `x` should be 12, yours is 24.
# changes: solution.py

def power_local_gradients(a, b):
    for_a = 0.0 if b == 0 else b * a ** b
    if a > 0:
        for_b = a ** b * math.log(a)
    else:
        for_b = 0.0 if a == 0 else math.nan
    return for_a, for_b
