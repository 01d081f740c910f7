import random

from py_engine.classroom.checks import Student, expect_point


def check_one_step(student: Student) -> None:
    expect_point(student, "fit([1.0, 3.0], [2.0, 4.0], 0.1, 1)", (1.4, 0.6), diagnose={
        (2.8, 1.2): "that is the sum of the squared misses; take the mean",
        (-1.4, -0.6): "that is uphill",
        (0, 0): "nothing has moved",
        (0.2, 0.1): "the misses are not squared",
    }, hint="one step of rate 0.1, for the points (1, 2) and (3, 4)")


def check_exact_line(student: Student) -> None:
    expect_point(student, "fit([0.0, 1.0, 2.0], [1.0, 3.0, 5.0], 0.2, 300)", (2, 1),
                 tolerance=1e-4, hint="the points lie on y = 2x + 1; are the gradients set to 0?")


def check_noisy_points(student: Student) -> None:
    r = random.Random(3)
    xs = [r.uniform(-1, 1) for _ in range(30)]
    ys = [0.5 * x - 0.25 + r.gauss(0, 0.1) for x in xs]
    mx, my = sum(xs) / 30, sum(ys) / 30
    slope = sum((x - mx) * (y - my) for x, y in zip(xs, ys, strict=True)) / sum(
        (x - mx) ** 2 for x in xs)
    expect_point(student, "fit(xs, ys, 0.5, 100)", (slope, my - slope * mx), tolerance=1e-5,
                 xs=xs, ys=ys, hint="the formula of least squares gives the first pair")
