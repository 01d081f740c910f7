        for batch in batches(houses, 4):
    return x, y
            x, y = x - rate * dx, y - rate * dy
def descend(houses, x, y, rate, epochs, batches, gradient):
            dx, dy = gradient(batch, x, y)
    for epoch in range(epochs):
