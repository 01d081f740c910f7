# message: `distance(0, 0, 3, 4)`: expected 5, yours is 25; that is its square: the root is not taken.
from math import sqrt


def distance(x_i, y_i, x, y):
    return (x_i - x) ** 2 + (y_i - y) ** 2
