# message: `distance(0, 0, 3, 4)`: expected 5, yours is 7; that is the way along the streets; the straight line needs squares and a root.
from math import sqrt


def distance(x_i, y_i, x, y):
    return abs(x_i - x) + abs(y_i - y)
