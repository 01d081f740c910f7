def best_on_grid(loss, n):
    best = None
    lowest = float("inf")
    ...
    return best
