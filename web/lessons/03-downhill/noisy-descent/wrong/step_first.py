# message: `descend([1, 2, 3, 4, 5], 0, 0, 0.5, 2, batches, gradient)` stopped at line 4 with UnboundLocalError: cannot access local variable 'dx' where it is not associated with a value.
def descend(houses, x, y, rate, epochs, batches, gradient):
    for epoch in range(epochs):
        for batch in batches(houses, 4):
            x, y = x - rate * dx, y - rate * dy
            dx, dy = gradient(batch, x, y)
    return x, y
