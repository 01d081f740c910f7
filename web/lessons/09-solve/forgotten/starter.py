# changes: solution.py

def descend(loss, x, y, rate, steps):
    x, y = Node(x), Node(y)
    for step in range(steps):
        loss(x, y).backward()
        x.value -= rate * x.grad
        y.value -= rate * y.grad
    return x.value, y.value
