import random
from math import hypot

from py_engine.classroom.checks import Student, expect_point


def weiszfeld(xs: list[float], ys: list[float]) -> tuple[float, float]:
    """The geometric median, by weighted averages: no gradient is used."""
    x, y = 0.5, 0.5
    for _ in range(60):
        weights = [1 / hypot(a - x, b - y) for a, b in zip(xs, ys, strict=True)]
        x = sum(w * a for w, a in zip(weights, xs, strict=True)) / sum(weights)
        y = sum(w * b for w, b in zip(weights, ys, strict=True)) / sum(weights)
    return x, y


def check_one_step(student: Student) -> None:
    expect_point(student, "solve([3.0], [4.0], 0.0, 0.0, 1.0, 1)", (0.6, 0.8), diagnose={
        (-0.6, -0.8): "that is a step uphill",
        (0, 0): "nothing has moved",
    }, hint="one house at (3, 4), one step of rate 1 towards it")


def check_four_steps(student: Student) -> None:
    expect_point(student, "solve([30.0], [40.0], 0.0, 0.0, 1.0, 4)", (2.4, 3.2), diagnose={
        (6, 8): "the steps get longer and longer; are the gradients set to 0?",
        (0.6, 0.8): "only one step was taken",
    }, hint="one house far away, at (30, 40), and four steps of rate 1")


def check_three_steps(student: Student) -> None:
    x, y = 0.0, 0.0
    for _ in range(3):
        pulls = [((x - a) / hypot(x - a, y - b), (y - b) / hypot(x - a, y - b))
                 for a, b in ((1.0, 0.0), (0.0, 2.0))]
        x, y = (x - 0.5 * sum(p for p, _ in pulls) / 2, y - 0.5 * sum(q for _, q in pulls) / 2)
    expect_point(student, "solve([1.0, 0.0], [0.0, 2.0], 0.0, 0.0, 0.5, 3)", (x, y), diagnose={
        (0.75, 0.75): "every step went in the first direction; build a new graph in each step",
    }, hint="two houses, three steps of rate 0.5; is the loss the average distance?")


def check_thousand_houses(student: Student) -> None:
    r = random.Random(5)
    xs = [r.uniform(0, 1) for _ in range(1000)]
    ys = [r.uniform(0, 1) for _ in range(1000)]
    expect_point(student, "solve(xs, ys, 0.3, 0.3, 0.5, 12)", weiszfeld(xs, ys), tolerance=1e-4,
                 xs=xs, ys=ys, diagnose={
                     (0.3, 0.3): "it has not moved",
                 }, hint="is the loss the average distance?")
