# changes: solution.py

def sqrt(x):
    x = to_node(x)
    value = math.sqrt(x.value)
    ...


def exp(x):
    ...


def log(x):
    ...
