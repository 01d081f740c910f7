# message: `best_on_grid(loss, 3)`, where loss(x, y) = 1000 + x + (y - 1)²: expected (0, 1), yours is None.
def best_on_grid(loss, n):
    best = None
    lowest = 1.0
    for i in range(n):
        for j in range(n):
            x, y = i / (n - 1), j / (n - 1)
            value = loss(x, y)
            if value < lowest:
                best, lowest = (x, y), value
    return best
