# message: `descend(gradient, 1, 2, 0.1, 1)`, where the gradient is (3, 5) everywhere: `gradient` should be asked once, and yours asks twice; the slope for `y` is taken after `x` has moved; both are taken first.
def descend(gradient, x, y, rate, steps):
    for step in range(steps):
        x = x - rate * gradient(x, y)[0]
        y = y - rate * gradient(x, y)[1]
    return x, y
