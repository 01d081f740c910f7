# message: `relu(x)` at x = -3: expected 0, yours is 3; it is the larger of x and 0.
# changes: solution.py

relu = elementary("relu", abs, lambda a: 1.0 if a > 0 else 0.0)
