# message: `descend(gradient, -1.0, -1.0, 0.1)`, where the gradient is (2x, 2y): after 66 steps it is flat, and yours has asked for 70 gradients.
def descend(gradient, x, y, rate, flat=1e-6, most=10_000):
    for step in range(most):
        dx, dy = gradient(x, y)
        if abs(dx + dy) < flat:
            break
        x = x - rate * dx
        y = y - rate * dy
    return x, y


print(descend(lambda x, y: (2 * x, 2 * y), -1.0, -1.0, 0.1))
