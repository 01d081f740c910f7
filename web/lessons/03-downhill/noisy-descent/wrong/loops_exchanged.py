# message: Python cannot read line 3: unindent does not match any outer indentation level; an indented line belongs under one that ends in a colon.
def descend(houses, x, y, rate, epochs, batches, gradient):
        for batch in batches(houses, 4):
    for epoch in range(epochs):
            dx, dy = gradient(batch, x, y)
            x, y = x - rate * dx, y - rate * dy
    return x, y
