def loss(x=-1.2, y=1.0):
    return (1 - x) ** 2 + 100 * (y - x ** 2) ** 2
