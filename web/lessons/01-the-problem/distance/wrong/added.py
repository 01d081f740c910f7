# message: `distance(1, 2, 4, 6)`: expected 5, yours is 9.43398; the coordinates are added where they should be subtracted.
from math import sqrt


def distance(x_i, y_i, x, y):
    return sqrt((x_i + x) ** 2 + (y_i + y) ** 2)
