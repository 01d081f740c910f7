def loss(x=-2.0, y=1.0):
    return x ** 2 + 30 * y ** 2
