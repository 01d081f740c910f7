import random
from math import fsum, hypot

from classroom.judge.checks import Student, expect_agrees, expect_point, fail, probe, slope

r = random.Random(5)
XS = [r.uniform(0, 1) for _ in range(1000)]
YS = [r.uniform(0, 1) for _ in range(1000)]


def gradient(x, y, power=1):
    d = [hypot(a - x, b - y) ** power for a, b in zip(XS, YS, strict=True)]
    return (-fsum((a - x) / d for a, d in zip(XS, d, strict=True)) / 1000,
            -fsum((b - y) / d for b, d in zip(YS, d, strict=True)) / 1000)


def times(factor, pair):
    return tuple(factor * each for each in pair)


def check_the_houses(student: Student) -> None:
    for name, wanted in (("xs", XS), ("ys", YS)):
        if list(student.namespace.get(name, wanted)) != wanted:
            fail(f"`{name}` is not the list of the thousand houses any more; "
                 "Reset brings the first lines back.")


def check_closed_form(student: Student) -> None:
    expect_agrees(student, "gradient(x, y)", gradient,
                  [probe(x=0.3, y=0.3), probe(x=-0.5, y=0.9), probe(x=2, y=1.5),
                   probe(x=0.61, y=0.13)], tolerance=1e-12, mistakes={
        "the sign is turned: moving towards a house makes its walk shorter":
            lambda x, y: times(-1, gradient(x, y)),
        "`x` and `y` are exchanged": lambda x, y: gradient(x, y)[::-1],
        "that is the sum; the average divides by the number of houses":
            lambda x, y: times(1000, gradient(x, y)),
        "the steps are not divided by their distances": lambda x, y: gradient(x, y, power=0),
        "each step is divided by the square of its distance, and should be by the distance":
            lambda x, y: gradient(x, y, power=2),
        "nothing has been added up": lambda x, y: (0, 0),
    }, hint="the formulas give the first pair")


def check_against_central_differences(student: Student) -> None:
    loss = lambda x, y: fsum(hypot(a - x, b - y) for a, b in zip(XS, YS, strict=True)) / 1000
    for x, y in ((-0.5, 0.9), (2.0, 1.5)):
        expect_point(student, "gradient(x, y)", (slope(lambda t: loss(t, y), x),
                                                 slope(lambda t: loss(x, t), y)),
                     tolerance=1e-8, x=x, y=y, hint="central differences give the first pair")
