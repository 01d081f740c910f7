def loss(x=3.0):
    return x ** 2
