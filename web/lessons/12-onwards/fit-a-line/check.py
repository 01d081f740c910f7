import random

from classroom.judge.descents import expect_steady_graph
from classroom.judge.checks import Student, expect_agrees, expect_point, probe


def fitted(xs, ys, rate, steps, *, slope=lambda miss: 2 * miss, summed=False, kept=False):
    """By the closed form of the gradient."""
    a = b = sum_a = sum_b = 0.0
    for _ in range(steps):
        misses = [a * x + b - y for x, y in zip(xs, ys, strict=True)]
        n = 1 if summed else len(xs)
        da = sum(slope(miss) * x for miss, x in zip(misses, xs, strict=True)) / n
        db = sum(slope(miss) for miss in misses) / n
        sum_a, sum_b = (sum_a + da, sum_b + db) if kept else (da, db)
        a, b = a - rate * sum_a, b - rate * sum_b
    return a, b


PROBES = [probe(xs=[1.0, 3.0], ys=[2.0, 4.0], rate=0.1, steps=1),
          probe(xs=[0.0, 1.0, 2.0], ys=[1.0, 3.0, 5.0], rate=0.1, steps=3),
          probe(xs=[-1.0, 0.5, 2.0, 0.25], ys=[0.75, -1.0, 1.5, 3.0], rate=0.05, steps=9)]


def check_steps(student: Student) -> None:
    expect_agrees(student, "fit(xs, ys, rate, steps)", fitted, PROBES, mistakes={
        "that is the sum of the squared misses; the mean is asked for":
            lambda xs, ys, rate, steps: fitted(xs, ys, rate, steps, summed=True),
        "that is uphill": lambda xs, ys, rate, steps: fitted(xs, ys, -rate, steps),
        "nothing has moved": lambda xs, ys, rate, steps: (0.0, 0.0),
        "the misses are not squared": lambda xs, ys, rate, steps:
            fitted(xs, ys, rate, steps, slope=lambda miss: 1.0),
        "the gradients of all steps are added up; each step has to begin at 0":
            lambda xs, ys, rate, steps: fitted(xs, ys, rate, steps, kept=True),
        "only one step is taken": lambda xs, ys, rate, steps: fitted(xs, ys, rate, 1),
        "half of the gradient is used": lambda xs, ys, rate, steps:
            fitted(xs, ys, rate / 2, steps),
    }, hint="steps on the mean squared error; the answer is two floats")


def check_the_graph_stays_small(student: Student) -> None:
    expect_steady_graph(student, "fit([1.0, 3.0], [2.0, 4.0], 0.05, 5)")


def check_noisy_points(student: Student) -> None:
    r = random.Random(3)
    xs = [r.uniform(-1, 1) for _ in range(30)]
    ys = [0.5 * x - 0.25 + r.gauss(0, 0.1) for x in xs]
    mx, my = sum(xs) / 30, sum(ys) / 30
    slope = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum(
        (x - mx) ** 2 for x in xs)
    expect_point(student, "fit(xs, ys, 0.5, 100)", (slope, my - slope * mx), tolerance=1e-5,
                 xs=xs, ys=ys, hint="the formula of least squares gives the first pair")
