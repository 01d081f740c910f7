import random
from math import hypot

from classroom.judge.descents import expect_steady_graph
from classroom.judge.checks import Student, expect_agrees, expect_point, probe


def weiszfeld(xs: list[float], ys: list[float]) -> tuple[float, float]:
    """The geometric median, by weighted averages: no gradient is used."""
    x, y = 0.5, 0.5
    for _ in range(60):
        weights = [1 / hypot(a - x, b - y) for a, b in zip(xs, ys, strict=True)]
        x = sum(w * a for w, a in zip(weights, xs, strict=True)) / sum(weights)
        y = sum(w * b for w, b in zip(weights, ys, strict=True)) / sum(weights)
    return x, y


def descended(xs, ys, x, y, rate, steps, *, kept=False, stuck=False, share=None):
    """By the closed form; `kept` gradients add up, `stuck` ones are those of the start."""
    sum_x = sum_y = 0.0
    n = share or len(xs)
    for step in range(steps):
        if not (stuck and step):
            away = [(x - a, y - b, hypot(x - a, y - b)) for a, b in zip(xs, ys, strict=True)]
            dx, dy = sum(a / d for a, _, d in away) / n, sum(b / d for _, b, d in away) / n
        sum_x, sum_y = (sum_x + dx, sum_y + dy) if kept else (dx, dy)
        x, y = x - rate * sum_x, y - rate * sum_y
    return x, y


PROBES = [
    probe(xs=[3.0], ys=[4.0], x=0.0, y=0.0, rate=1.0, steps=1),
    probe(xs=[30.0], ys=[40.0], x=0.0, y=0.0, rate=1.0, steps=4),
    probe(xs=[1.0, 0.0], ys=[0.0, 2.0], x=0.0, y=0.0, rate=0.5, steps=3),
    probe(xs=[1.0, 0.25, -2.0], ys=[0.5, 2.0, 1.0], x=0.75, y=-1.0, rate=0.25, steps=6),
]


def check_steps(student: Student) -> None:
    expect_agrees(student, "solve(xs, ys, x, y, rate, steps)", descended, PROBES, mistakes={
        "that is uphill": lambda xs, ys, x, y, rate, steps:
            descended(xs, ys, x, y, -rate, steps),
        "nothing has moved": lambda xs, ys, x, y, rate, steps: (x, y),
        "the gradients of all steps are added up; each step has to begin at 0":
            lambda xs, ys, x, y, rate, steps: descended(xs, ys, x, y, rate, steps, kept=True),
        "only one step is taken": lambda xs, ys, x, y, rate, steps:
            descended(xs, ys, x, y, rate, 1),
        "every step goes in the first direction; each needs a graph of its own":
            lambda xs, ys, x, y, rate, steps: descended(xs, ys, x, y, rate, steps, stuck=True),
        "that goes down the sum of the distances, not their average": lambda xs, ys, x, y, rate, steps:
            descended(xs, ys, x, y, rate, steps, share=1),
    }, hint="steps against the gradient of the average distance; the answer is two floats")


def check_the_graph_stays_small(student: Student) -> None:
    expect_steady_graph(student, "solve([3.0, 1.0], [4.0, 0.0], 0.0, 0.0, 0.1, 5)")


def check_thousand_houses(student: Student) -> None:
    if student.trial:
        return
    r = random.Random(5)
    xs = [r.uniform(0, 1) for _ in range(1000)]
    ys = [r.uniform(0, 1) for _ in range(1000)]
    expect_point(student, "solve(xs, ys, 0.3, 0.3, 0.5, 12)", weiszfeld(xs, ys), tolerance=1e-4,
                 xs=xs, ys=ys, hint="the best well, by another method")
