from math import sqrt


def distance(x_i, y_i, x, y):
    return sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
