# changes: 10-functions/elementary/solution.py

# relu = ...
tanh = elementary("tanh", math.tanh, lambda a: 1 - math.tanh(a) ** 2)
