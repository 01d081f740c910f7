# message: `relu(x).local_gradients[0]` at x = -3: expected 0, yours is 1; on the left the curve is flat.
# changes: solution.py

relu = elementary("relu", lambda a: max(a, 0.0), lambda a: 1.0)
