def loss(x=-2.0, y=1.0):
    return x ** 2 + 100 * y ** 2
