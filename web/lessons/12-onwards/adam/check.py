from math import sqrt

from classroom.judge.checks import Student, expect_agrees, expect_point, probe


def walked(gradient, point, rate, steps, *, corrected=(True, True), root=True, keep=(0.9, 0.999),
           first=1, in_turn=False, frozen=False):
    point, a, b = list(point), [0.0] * len(point), [0.0] * len(point)
    for t in range(first, steps + first):
        slopes = gradient(list(point))
        for i in range(len(point)):
            g = gradient(list(point))[i] if in_turn else slopes[i]
            a[i] = keep[0] * a[i] + (1 - keep[0]) * g
            b[i] = keep[1] * b[i] + (1 - keep[1]) * g * g
            at = 1 if frozen else t
            mean = a[i] / (1 - keep[0] ** at) if corrected[0] else a[i]
            size = b[i] / (1 - keep[1] ** at) if corrected[1] else b[i]
            point[i] -= rate * mean / ((sqrt(size) if root else size) + 1e-8)
    return tuple(point)


def variant(**options):
    return lambda gradient, point, rate, steps: walked(gradient, point, rate, steps, **options)


PROBES = [
    probe("where the slopes are 1000 and -0.01 everywhere", gradient=lambda p: [1000.0, -0.01],
          point=[0.0, 0.0], rate=0.1, steps=1),
    probe("where the slope is 3 p[0]²", gradient=lambda p: [3 * p[0] ** 2], point=[-0.4], rate=0.1,
          steps=2),
    probe("where the slopes are 2 p[0] + p[1] and 6 p[1] + p[0]",
          gradient=lambda p: [2 * p[0] + p[1], 6 * p[1] + p[0]], point=[-2.0, 1.0], rate=0.3,
          steps=7),
    probe("where the slopes are p[1] p[2], p[0] p[2] and p[0] p[1]",
          gradient=lambda p: [p[1] * p[2], p[0] * p[2], p[0] * p[1]], point=[1.0, -2.0, 0.5],
          rate=0.1, steps=12),
    probe("where the slope is 2e-8 everywhere", gradient=lambda p: [2e-8], point=[1.0], rate=0.5,
          steps=3),
    probe("where the slope is 1 everywhere", mistakes=False, gradient=lambda p: [1.0], point=[4.0], rate=0.1,
          steps=0),
]


def check_steps(student: Student) -> None:
    expect_agrees(student, "adam(gradient, point, rate, steps)", walked, PROBES, tolerance=1e-9,
                  mistakes={
        "the averages begin at 0 and are too small; they are divided by 1 - 0.9 ** t and "
        "1 - 0.999 ** t": variant(corrected=(False, False)),
        "b is not divided by 1 - 0.999 ** t": variant(corrected=(True, False)),
        "a is not divided by 1 - 0.9 ** t": variant(corrected=(False, True)),
        "the root of b is not taken": variant(root=False),
        "that is uphill": lambda gradient, point, rate, steps:
            walked(gradient, point, -rate, steps),
        "0.9 and 0.999 are exchanged": variant(keep=(0.999, 0.9)),
        "`t` is 1 in every step": variant(frozen=True),
        "steps are counted from t = 0, and should be from 1": variant(first=0),
        "steps are counted from t = 1, and this begins at 2": variant(first=2),
        "the slopes are taken anew after each parameter has moved; a step takes all of them first":
            variant(in_turn=True),
    }, hint="the three formulas, for each parameter, in each step")


def check_two_paces(student: Student) -> None:
    expect_point(student, "adam(bowl, [1.0, 1.0], 0.05, 600)", [0, 0], tolerance=1e-2,
                 bowl=lambda p: [200 * p[0], 0.02 * p[1]])
