# message: In `sqrt(x)` at x = 9, the local gradient for `x` should be 0.166667, yours is 0.333333; the slope of the root is 1 / (2 · root).
# changes: solution.py

def sqrt(x):
    x = to_node(x)
    value = math.sqrt(x.value)
    return Node(value, (x,), "sqrt", (1 / value,))
