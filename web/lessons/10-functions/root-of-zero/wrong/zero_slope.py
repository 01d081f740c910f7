# message: The local gradient of `sqrt(x)` at x = 0 should be `math.inf`; yours is (0,).
# changes: solution.py

def sqrt(x):
    x = to_node(x)
    value = math.sqrt(x.value)
    slope = 0.5 / value if value > 0 else 0.0
    return Node(value, (x,), "sqrt", (slope,))
