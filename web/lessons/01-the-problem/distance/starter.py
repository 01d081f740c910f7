import math
from math import sqrt


def distance(x_i, y_i, x, y):
    ...
