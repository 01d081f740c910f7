# message: In `exp(x)` at x = 2, the local gradient for `x` should be 7.38906, yours is 2; the slope of e to the x is e to the x.
# changes: solution.py

def exp(x):
    x = to_node(x)
    value = math.exp(x.value)
    return Node(value, (x,), "exp", (x.value,))
