def loss(x=1.0):
    return x ** 2
