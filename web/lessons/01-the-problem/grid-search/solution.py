def best_on_grid(loss, n):
    best = None
    lowest = float("inf")
    for i in range(n):
        for j in range(n):
            x, y = i / (n - 1), j / (n - 1)
            value = loss(x, y)
            if value < lowest:
                best, lowest = (x, y), value
    return best
