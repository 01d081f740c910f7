# message: In `log(x)` at x = 5, the local gradient for `x` should be 0.2, yours is 0.621335; the slope of ln x is 1 / x.
# changes: solution.py

def log(x):
    x = to_node(x)
    value = math.log(x.value)
    return Node(value, (x,), "log", (1 / value,))
