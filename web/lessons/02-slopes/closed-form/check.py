import random
from math import hypot

from py_engine.classroom.checks import Student, expect_point, slope


def check_one_house(student: Student) -> None:
    student.namespace.update(xs=[3.0], ys=[4.0])
    expect_point(student, "gradient(0, 0)", (-0.6, -0.8), diagnose={
        (0.6, 0.8): "the sign is turned: moving towards the house makes the walk shorter",
        (-0.8, -0.6): "`x` and `y` are exchanged",
        (-3, -4): "each step is divided by the distance",
        (-0.12, -0.16): "divide by the distance once, not by its square",
        (0, 0): "nothing has been added up yet",
    }, hint="with one house, at (3, 4)")


def check_thousand_houses(student: Student) -> None:
    r = random.Random(5)
    xs = [r.uniform(0, 1) for _ in range(1000)]
    ys = [r.uniform(0, 1) for _ in range(1000)]
    student.namespace.update(xs=xs, ys=ys)
    expect_point(student, "gradient(0.3, 0.3)", (-0.3277744397151291, -0.336282174741702),
                 tolerance=1e-12, diagnose={
                     (-327.7744397151291, -336.282174741702): "that is the sum; the average "
                                                              "divides by the number of houses",
                 })
    loss = lambda x, y: sum(hypot(a - x, b - y) for a, b in zip(xs, ys)) / 1000
    for x, y in ((-0.5, 0.9), (2.0, 1.5)):
        expect_point(student, "gradient(x, y)", (slope(lambda t: loss(t, y), x),
                                                 slope(lambda t: loss(x, t), y)),
                     tolerance=1e-8, x=x, y=y, hint="central differences give the first pair")
