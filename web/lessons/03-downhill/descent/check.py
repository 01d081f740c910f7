import random
from math import hypot

from py_engine.classroom.checks import Student, expect_point, fail


def check_one_step(student: Student) -> None:
    expect_point(student, "descend(tilted, 1.0, 2.0, 0.1, 1)", (0.7, 1.5),
                 tilted=lambda x, y: (3.0, 5.0), diagnose={
        (1.3, 2.5): "that is uphill; the gradient is subtracted",
        (1, 2): "nothing has moved",
        (-2, -3): "the rate is not used",
        (0.7, 2): "only `x` moves",
    }, hint="where the gradient is (3, 5) everywhere")


def check_three_steps(student: Student) -> None:
    expect_point(student, "descend(tilted, 1.0, 2.0, 0.1, 3)", (0.1, 0.5),
                 tilted=lambda x, y: (3.0, 5.0), diagnose={
        (0.7, 1.5): "only one step was taken; does `return` stand inside the loop?",
    }, hint="three steps against the gradient (3, 5)")


def check_both_from_the_same_place(student: Student) -> None:
    expect_point(student, "descend(twisted, 1.0, 1.0, 0.5, 1)", (0.5, 0.5),
                 twisted=lambda x, y: (y, x), diagnose={
        (0.5, 0.75): "the slope for `y` was taken after `x` had moved; take both first",
    }, hint="where the gradient is (y, x)")


def check_number_of_steps(student: Student) -> None:
    calls = []
    student.evaluate("descend(counted, 0.0, 0.0, 0.1, 7)",
                     counted=lambda x, y: calls.append(1) or (1.0, 1.0))
    if len(calls) != 7:
        fail(f"Seven steps ask for seven gradients, each where it stands; yours asked {len(calls)} "
             f"time{'s' * (len(calls) != 1)}.")


def check_the_well(student: Student) -> None:
    r = random.Random(5)
    houses = [(r.uniform(0, 1), r.uniform(0, 1)) for _ in range(50)]

    def gradient(x, y):
        pulls = [((x - a) / hypot(x - a, y - b), (y - b) / hypot(x - a, y - b))
                 for a, b in houses]
        return sum(p for p, _ in pulls) / 50, sum(q for _, q in pulls) / 50

    x, y = 0.5, 0.5
    for _ in range(2000):
        weights = [1 / hypot(x - a, y - b) for a, b in houses]
        x = sum(w * a for w, (a, _) in zip(weights, houses)) / sum(weights)
        y = sum(w * b for w, (_, b) in zip(weights, houses)) / sum(weights)
    expect_point(student, "descend(houses, 5.0, 5.0, 0.05, 600)", (x, y), tolerance=1e-3,
                 houses=gradient, hint="the best well for 50 houses, by another method")
