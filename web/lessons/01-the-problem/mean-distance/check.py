import random
from math import fsum, hypot

from py_engine.classroom.checks import Student, expect_close

SUM = 443.052824475648
FIRST = 0.45039617594535


def check_thousand_houses(student: Student) -> None:
    r = random.Random(5)
    xs = [r.uniform(0, 1) for _ in range(1000)]
    ys = [r.uniform(0, 1) for _ in range(1000)]
    student.namespace.update(xs=xs, ys=ys)
    distances = [hypot(a - 0.3, b - 0.3) for a, b in zip(xs, ys, strict=True)]
    squares = [d * d for d in distances]
    expect_close(student, "loss(0.3, 0.3)", 0.443052824475648, tolerance=1e-12, diagnose={
        fsum(distances): "that is the sum; divide it by the number of houses",
        distances[0]: "that is the first house alone; does `return` stand inside the loop?",
        distances[0] / 1000: "only the first house was counted; does `return` stand in the loop?",
        distances[-1] / 1000: "only the last house was counted; `total` should grow, with `+=`",
        fsum(squares) / 1000: "that is the average of the squares; is the square root missing?",
        (fsum(squares) / 1000) ** 0.5: "the root belongs to each distance, not to the average",
    })


def check_other_houses(student: Student) -> None:
    student.namespace.update(xs=[0.0, 0.0], ys=[1.0, -3.0])
    expect_close(student, "loss(0, 0)", 2,
                 hint="with two houses, at (0, 1) and (0, -3); is the 1,000 written out?")
