def gap(loss, gradient, x, y):
    h = 1e-5
    numeric_x = (loss(x + h, y) - loss(x - h, y)) / (2 * h)
    numeric_y = (loss(x, y + h) - loss(x, y - h)) / (2 * h)
    dx, dy = gradient(x, y)
    return max(abs(dx - numeric_x), abs(dy - numeric_y))
