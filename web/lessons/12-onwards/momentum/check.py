from py_engine.classroom.checks import Student, expect_point


def check_first_step(student: Student) -> None:
    expect_point(student, "momentum(tilted, [1.0, 2.0], 0.1, 0.5, 1)", [0.7, 1.5],
                 tilted=lambda p: [3.0, 5.0], diagnose={
                     (1.3, 2.5): "that is uphill; the slope is subtracted",
                     (1, 2): "nothing has moved",
                     (0.7, 1.35): "both parameters share one velocity; each needs its own",
                 }, hint="the first step is one of plain descent")


def check_second_step(student: Student) -> None:
    expect_point(student, "momentum(tilted, [0.0], 0.1, 0.5, 2)", [-0.75],
                 tilted=lambda p: [3.0], diagnose={
                     (-0.6,): "the velocity is not kept from step to step",
                     (-0.9,): "all of the velocity is kept; `keep` is not used",
                     (-0.3,): "only one step was taken",
                     (-0.45,): "only one step was taken",
                 }, hint="where the slope is 3 everywhere: steps of -0.3 and -0.45")


def check_slopes_at_the_point(student: Student) -> None:
    expect_point(student, "momentum(bowl, [1.0], 0.1, 0.5, 2)", [0.54],
                 bowl=lambda p: [2 * p[0]], hint="on x², from 1: to 0.8, then by -0.1 - 0.16")


def check_ravine(student: Student) -> None:
    expect_point(student, "momentum(ravine, [-2.0, 1.0], 0.02, 0.8, 300)", [0, 0], tolerance=1e-6,
                 ravine=lambda p: [2 * p[0], 60 * p[1]])
