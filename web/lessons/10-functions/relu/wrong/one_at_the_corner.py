# message: `relu(x).local_gradients[0]` at x = 0: expected 0, yours is 1; the slope at the corner itself is taken as 0.
# changes: solution.py

relu = elementary("relu", lambda a: max(a, 0.0), lambda a: 1.0 if a >= 0 else 0.0)
