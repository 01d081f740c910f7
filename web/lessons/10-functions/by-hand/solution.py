# changes: 09-solve/total-and-mean/solution.py

# new
def sqrt(x):
    x = to_node(x)
    value = math.sqrt(x.value)
    return Node(value, (x,), "sqrt", (0.5 / value,))


# new
def exp(x):
    x = to_node(x)
    value = math.exp(x.value)
    return Node(value, (x,), "exp", (value,))


# new
def log(x):
    x = to_node(x)
    return Node(math.log(x.value), (x,), "log", (1 / x.value,))
