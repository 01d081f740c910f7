from math import hypot

from classroom.judge.checks import Student, draws, expect_agrees, probe


def check_distances(student: Student) -> None:
    expect_agrees(student, "distance(x_i, y_i, x, y)",
                  lambda x_i, y_i, x, y: hypot(x_i - x, y_i - y),
                  [probe(x_i=0, y_i=0, x=3, y=4), probe(x_i=1, y_i=2, x=4, y=6),
                   probe(x_i=0.5, y_i=0.25, x=0.5, y=0.25), *draws(1, 8, "x_i y_i x y")],
                  mistakes={
        "that is its square: the root is not taken":
            lambda x_i, y_i, x, y: (x_i - x) ** 2 + (y_i - y) ** 2,
        "that is the way along the streets; the straight line needs squares and a root":
            lambda x_i, y_i, x, y: abs(x_i - x) + abs(y_i - y),
        "the coordinates are added where they should be subtracted":
            lambda x_i, y_i, x, y: hypot(x_i + x, y_i + y),
        "the steps go between x and y of the same point":
            lambda x_i, y_i, x, y: hypot(x_i - y_i, x - y),
        "that is half of it": lambda x_i, y_i, x, y: hypot(x_i - x, y_i - y) / 2,
    }, hint="it is the root of the sum of both squares")
