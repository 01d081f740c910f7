import random
from math import fsum, hypot

from classroom.judge.checks import Student, expect_agrees, fail, probe

r = random.Random(5)
XS = [r.uniform(0, 1) for _ in range(1000)]
YS = [r.uniform(0, 1) for _ in range(1000)]


def distances(x, y):
    return [hypot(a - x, b - y) for a, b in zip(XS, YS, strict=True)]


def check_the_houses(student: Student) -> None:
    for name, wanted in (("xs", XS), ("ys", YS)):
        if list(student.namespace.get(name, wanted)) != wanted:
            fail(f"`{name}` is not the list of the thousand houses any more; "
                 "Reset brings the first lines back.")


def check_the_average(student: Student) -> None:
    expect_agrees(student, "loss(x, y)", lambda x, y: fsum(distances(x, y)) / 1000,
                  [probe(x=0.3, y=0.3), probe(x=0.9, y=0.2), probe(x=-1.5, y=2),
                   probe(x=XS[7], y=YS[7])], tolerance=1e-12, mistakes={
        "that is the sum; the average divides by the number of houses":
            lambda x, y: fsum(distances(x, y)),
        "that is the first house alone": lambda x, y: distances(x, y)[0],
        "that is the last house alone": lambda x, y: distances(x, y)[-1],
        "only the first house was counted": lambda x, y: distances(x, y)[0] / 1000,
        "only the last house was counted": lambda x, y: distances(x, y)[-1] / 1000,
        "that is the average of the squares": lambda x, y:
            fsum(d * d for d in distances(x, y)) / 1000,
        "the root is taken of the average, and belongs to each distance": lambda x, y:
            (fsum(d * d for d in distances(x, y)) / 1000) ** 0.5,
    }, hint="it is the sum of the thousand distances, divided by 1,000")
