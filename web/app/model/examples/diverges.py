def loss(x=1.0, y=1.0):
    return 10 * x ** 2 + y ** 2
