# message: `gap(f, g, 2, 3)` stopped at line 2 with UnboundLocalError: cannot access local variable 'h' where it is not associated with a value.
def gap(loss, gradient, x, y):
    numeric_x = (loss(x + h, y) - loss(x - h, y)) / (2 * h)
    h = 1e-5
    numeric_y = (loss(x, y + h) - loss(x, y - h)) / (2 * h)
    dx, dy = gradient(x, y)
    return max(abs(dx - numeric_x), abs(dy - numeric_y))
