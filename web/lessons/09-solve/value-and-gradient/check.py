import random
from math import fsum, hypot

from classroom.judge.checks import Student, expect_agrees, fail, probe

r = random.Random(5)
XS = [r.uniform(0, 1) for _ in range(1000)]
YS = [r.uniform(0, 1) for _ in range(1000)]


def closed_form(x, y):
    d = [hypot(a - x, b - y) for a, b in zip(XS, YS, strict=True)]
    return (fsum(d) / 1000, fsum((x - a) / h for a, h in zip(XS, d, strict=True)) / 1000,
            fsum((y - b) / h for b, h in zip(YS, d, strict=True)) / 1000)


def at_03(x, y):
    return closed_form(0.3, 0.3)


def check_numbers(student: Student) -> None:
    probes = [probe(x=0.3, y=0.3), probe(x=0.3, y=0.3), probe(x=0.9, y=0.2), probe(x=-0.5, y=1.7)]
    expect_agrees(student, "value_and_gradient(x, y)", closed_form, probes, tolerance=1e-12,
                  mistakes={
        "no gradient has reached the leaves": lambda x, y: (closed_form(x, y)[0], 0, 0),
        "the two gradients are exchanged": lambda x, y:
            (closed_form(x, y)[0], closed_form(x, y)[2], closed_form(x, y)[1]),
        "those are the numbers at (0.3, 0.3), whatever x and y are": at_03,
    }, hint="called a second time, it gives the same again")


def check_floats(student: Student) -> None:
    result = student.evaluate("value_and_gradient(0.3, 0.3)")
    if not all(type(number) is float for number in result):
        kinds = ", ".join(type(number).__name__ for number in result)
        fail(f"`value_and_gradient` should return three floats; yours returns {kinds}.")
