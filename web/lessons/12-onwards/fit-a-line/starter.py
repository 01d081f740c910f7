# changes: solution.py

def fit(xs, ys, rate, steps):
    a, b = Node(0.0), Node(0.0)
    ...
    return a.value, b.value
