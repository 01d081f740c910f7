# message: `descend(gradient, 0.0, 1.0, 0.1)`, where the gradient is (2x, 2y), ends at (0, 1) after 1 gradients. There the gradient is (0, 2); both parts should be smaller than 1e-06 in size.
def descend(gradient, x, y, rate, flat=1e-6, most=10_000):
    for step in range(most):
        dx, dy = gradient(x, y)
        if abs(dx) < flat or abs(dy) < flat:
            break
        x = x - rate * dx
        y = y - rate * dy
    return x, y


print(descend(lambda x, y: (2 * x, 2 * y), -1.0, -1.0, 0.1))
