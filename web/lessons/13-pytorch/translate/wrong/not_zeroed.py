# message: `descended(1.5, 0.1, 3)`: expected 0.501036, yours is -0.689671; the gradients of all steps are added up; `x.grad = None` lets each step begin anew.
# changes: solution.py

def descended(start, rate, steps):
    x = Node(start)
    for _ in range(steps):
        y = x * x
        loss = y + x * Node(y.value)
        loss.backward()
        x.value -= rate * x.grad
    return x.value
