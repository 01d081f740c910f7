def loss(x=1.0):
    a = x + 1
    b = a * 2
    return a * b
