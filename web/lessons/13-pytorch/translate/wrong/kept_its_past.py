# message: `descended(1.5, 0.1, 1)`: expected 0.975, yours is 0.525; `y.detach()` has no past, and yours leads back to x.
# changes: solution.py

def descended(start, rate, steps):
    x = Node(start)
    for _ in range(steps):
        zero_grad([x])
        y = x * x
        loss = y + x * y
        loss.backward()
        x.value -= rate * x.grad
    return x.value
