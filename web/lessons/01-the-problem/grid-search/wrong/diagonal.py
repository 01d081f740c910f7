# message: `best_on_grid(loss, 5)`, where loss(x, y) = (x - 0.5)² + (y - 0.25)²: expected (0.5, 0.25), yours is (0.25, 0.25).
def best_on_grid(loss, n):
    best = None
    lowest = float("inf")
    for i in range(n):
        x, y = i / (n - 1), i / (n - 1)
        value = loss(x, y)
        if value < lowest:
            best, lowest = (x, y), value
    return best
