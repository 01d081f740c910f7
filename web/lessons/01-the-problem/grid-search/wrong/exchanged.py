# message: `best_on_grid(bowl, 5)`: expected (0.5, 0.25), yours is (0.25, 0.5); are `x` and `y` exchanged?
def best_on_grid(loss, n):
    best = None
    lowest = float("inf")
    for i in range(n):
        for j in range(n):
            x, y = i / (n - 1), j / (n - 1)
            value = loss(x, y)
            if value < lowest:
                best, lowest = (y, x), value
    return best
