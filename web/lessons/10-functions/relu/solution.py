# changes: 10-functions/elementary/solution.py

# new
relu = elementary("relu", lambda a: max(a, 0.0), lambda a: 1.0 if a > 0 else 0.0)
