# message: `best_on_grid(high, 3)` gives None; is there a `return`, reached with a value?
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
