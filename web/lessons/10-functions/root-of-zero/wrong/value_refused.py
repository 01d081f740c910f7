# message: `sqrt(x)` at x = 0 stopped at line 135 with ZeroDivisionError: sqrt has no finite slope at 0.0.
# changes: solution.py

def sqrt(x):
    x = to_node(x)
    value = math.sqrt(x.value)
    if value == 0:
        raise ZeroDivisionError("sqrt has no finite slope at 0.0")
    slope = 0.5 / value
    return Node(value, (x,), "sqrt", (slope,))
