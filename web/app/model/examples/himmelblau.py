def loss(x=0.0, y=0.0):
    return (x ** 2 + y - 11) ** 2 + (x + y ** 2 - 7) ** 2
