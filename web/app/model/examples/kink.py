def loss(x=2.0):
    return abs(x - 0.5) + 0.1 * x ** 2
