from classroom.judge.checks import Student, expect_agrees, expect_point, probe


def moved(gradient, point, rate, keep, steps, *, keeps=True, shared=False, in_turn=False):
    point, velocity = list(point), [0.0] * len(point)
    for _ in range(steps):
        slopes = gradient(list(point))
        for i in range(len(point)):
            slope = gradient(list(point))[i] if in_turn else slopes[i]
            before = velocity[i - 1] if shared else velocity[i]
            velocity[i] = (keep * before if keeps else 0.0) - rate * slope
            point[i] += velocity[i]
    return tuple(point)


def all_kept(gradient, point, rate, keep, steps):
    return moved(gradient, point, rate, 1.0, steps)


PROBES = [
    probe("where the slopes are 3 and 5 everywhere", gradient=lambda p: [3.0, 5.0],
          point=[1.0, 2.0], rate=0.1, keep=0.5, steps=1),
    probe("where the slope is 3 everywhere", gradient=lambda p: [3.0], point=[0.0], rate=0.1,
          keep=0.5, steps=2),
    probe("where the slope is 2 p[0]", gradient=lambda p: [2 * p[0]], point=[1.0], rate=0.1,
          keep=0.5, steps=2),
    probe("where the slopes are 2 p[0] + p[1] and 6 p[1] + p[0]",
          gradient=lambda p: [2 * p[0] + p[1], 6 * p[1] + p[0]], point=[-2.0, 1.0], rate=0.05,
          keep=0.7, steps=3),
    probe("where the slopes are p[1] p[2], p[0] p[2] and p[0] p[1]",
          gradient=lambda p: [p[1] * p[2], p[0] * p[2], p[0] * p[1]], point=[1.0, -2.0, 0.5],
          rate=0.1, keep=0.9, steps=4),
    probe("where the slope is 1 everywhere", mistakes=False, gradient=lambda p: [1.0], point=[4.0], rate=0.1,
          keep=0.5, steps=0),
]


def check_steps(student: Student) -> None:
    expect_agrees(student, "momentum(gradient, point, rate, keep, steps)", moved, PROBES, mistakes={
        "that is uphill; the slope is subtracted": lambda gradient, point, rate, keep, steps:
            moved(gradient, point, -rate, keep, steps),
        "nothing has moved": lambda gradient, point, rate, keep, steps: tuple(point),
        "the velocity is not kept from step to step": lambda gradient, point, rate, keep, steps:
            moved(gradient, point, rate, keep, steps, keeps=False),
        "all of the velocity is kept; `keep` is not used": all_kept,
        "both parameters share one velocity; each needs its own":
            lambda gradient, point, rate, keep, steps:
                moved(gradient, point, rate, keep, steps, shared=True),
        "only one step is taken": lambda gradient, point, rate, keep, steps:
            moved(gradient, point, rate, keep, min(steps, 1)),
        "the slopes are taken anew after each parameter has moved; a step takes all of them first":
            lambda gradient, point, rate, keep, steps:
                moved(gradient, point, rate, keep, steps, in_turn=True),
    }, hint="the velocity becomes keep · velocity - rate · slope, and is then added")


def check_ravine(student: Student) -> None:
    expect_point(student, "momentum(ravine, [-2.0, 1.0], 0.02, 0.8, 300)", [0, 0], tolerance=1e-6,
                 ravine=lambda p: [2 * p[0], 60 * p[1]])
