import random
from math import hypot

from classroom.judge.checks import Student, expect_agrees, expect_point, probe

PROBES = [
    probe("where the gradient is (3, 5) everywhere", gradient=lambda x, y: (3.0, 5.0),
          x=1.0, y=2.0, rate=0.1, steps=1),
    probe("where the gradient is (3, 5) everywhere", gradient=lambda x, y: (3.0, 5.0),
          x=1.0, y=2.0, rate=0.1, steps=3),
    probe("where the gradient is (y, x)", gradient=lambda x, y: (y, x),
          x=1.0, y=1.0, rate=0.5, steps=1),
    probe("where the gradient is (2x + y, 6y + x)", gradient=lambda x, y: (2 * x + y, 6 * y + x),
          x=-1.5, y=0.75, rate=0.05, steps=7),
    probe("where the gradient is (2x, 6y)", gradient=lambda x, y: (2 * x, 6 * y),
          x=4, y=-3, rate=0.2, steps=4),
    probe("where the gradient is (2x, 6y)", gradient=lambda x, y: (2 * x, 6 * y),
          x=0, y=-3, rate=0.05, steps=3),
    probe("where the gradient is (2x, 6y)", gradient=lambda x, y: (2 * x, 6 * y),
          x=-2, y=0, rate=0.05, steps=3),
    probe("where the gradient is (1, 2)", gradient=lambda x, y: (1.0, 2.0),
          mistakes=False, x=4, y=-3, rate=0.2, steps=0),
]


def descended(gradient, x, y, rate, steps, update=None):
    for _ in range(steps):
        dx, dy = gradient(x, y)
        x, y = update(x, y, dx, dy, rate) if update else (x - rate * dx, y - rate * dy)
    return x, y


def with_update(update):
    return lambda gradient, x, y, rate, steps: descended(gradient, x, y, rate, steps, update)


def one_after_the_other(gradient, x, y, rate, steps):
    for _ in range(steps):
        x = x - rate * gradient(x, y)[0]
        y = y - rate * gradient(x, y)[1]
    return x, y


def one_gradient(gradient, x, y, rate, steps):
    dx, dy = gradient(x, y)
    return x - rate * dx * steps, y - rate * dy * steps


def check_steps(student: Student) -> None:
    expect_agrees(student, "descend(gradient, x, y, rate, steps)", descended, PROBES,
                  same_calls=True, mistakes={
        "that is uphill; the gradient is subtracted":
            with_update(lambda x, y, dx, dy, rate: (x + rate * dx, y + rate * dy)),
        "nothing has moved": with_update(lambda x, y, dx, dy, rate: (x, y)),
        "the rate is not used": with_update(lambda x, y, dx, dy, rate: (x - dx, y - dy)),
        "only `x` moves": with_update(lambda x, y, dx, dy, rate: (x - rate * dx, y)),
        "only `y` moves": with_update(lambda x, y, dx, dy, rate: (x, y - rate * dy)),
        "only one step is taken": lambda gradient, x, y, rate, steps:
            descended(gradient, x, y, rate, min(steps, 1)),
        "the slope for `y` is taken after `x` has moved; both are taken first":
            one_after_the_other,
        "all steps go by the gradient at the start": one_gradient,
    })


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
