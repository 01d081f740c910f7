def descend(houses, x, y, rate, epochs, batches, gradient):
    for epoch in range(epochs):
        for batch in batches(houses, 4):
            dx, dy = gradient(batch, x, y)
            x, y = x - rate * dx, y - rate * dy
    return x, y
