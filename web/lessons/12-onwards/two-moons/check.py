import math
import random

from my_engine import Node

from py_engine.classroom.checks import Student, expect_close, fail, number_of, show

START = [0.5, -1.0, 0.25, 2.0, 0.1]
POINTS = [(1.0, 0.0, 1), (0.0, 1.0, -1), (-0.5, 0.5, -1)]


def score(p: list[float], x: float, y: float) -> float:
    n = len(p) // 4
    return p[-1] + sum(p[3 * n + j] * math.tanh(p[3 * j] * x + p[3 * j + 1] * y + p[3 * j + 2])
                       for j in range(n))


def loss(p: list[float], points: list) -> float:
    return sum(math.log(1 + math.exp(-t * score(p, x, y))) for x, y, t in points) / len(points)


def numeric_descent(rate: float, keep: float, steps: int) -> list[float]:
    p, velocity = list(START), [0.0] * 5
    for _ in range(steps):
        slopes = []
        for i in range(5):
            right, left = list(p), list(p)
            right[i] += 1e-5
            left[i] -= 1e-5
            slopes.append((loss(right, POINTS) - loss(left, POINTS)) / 2e-5)
        velocity = [keep * v - rate * s for v, s in zip(velocity, slopes, strict=True)]
        p = [value + v for value, v in zip(p, velocity, strict=True)]
    return p


def check_first_loss(student: Student) -> None:
    p = [Node(value) for value in START]
    expect_close(student, "train(p, points, 0.5, 0.5, 1)", loss(START, POINTS), tolerance=1e-9,
                 p=p, points=POINTS, diagnose={
                     3 * loss(START, POINTS): "take the mean over the points",
                 }, hint="the loss of the first step, before anything has moved, with one neuron "
                         "and three points")


def check_steps(student: Student) -> None:
    for steps in (1, 2, 3):
        p = [Node(value) for value in START]
        student.evaluate(f"train(p, points, 0.5, 0.5, {steps})", p=p, points=POINTS)
        got, expected = p[0].value, numeric_descent(0.5, 0.5, steps)
        if abs(got - START[0]) < 1e-9:
            fail(f"After {steps} step{'s' * (steps > 1)} of `train`, p[0] is still {START[0]}; "
                 "change the `value` of each node.")
        if abs(got - numeric_descent(0.5, 0.0, steps)[0]) < 1e-6 and steps > 1:
            fail(f"After {steps} steps of `train`, p[0] should be {show(expected[0])}, and yours "
                 f"is {show(got)}; no velocity is kept.")
        for i, (mine, node) in enumerate(zip(expected, p, strict=True)):
            if abs(node.value - mine) > 1e-6:
                fail(f"After {steps} step{'s' * (steps > 1)} of `train`, p[{i}] should be "
                     f"{show(mine)}, and yours is {show(node.value)}; "
                     "are the gradients set to 0, and is there one velocity for each?")


def two_moons(n: int, r: random.Random) -> list:
    points = []
    for i in range(n):
        angle = r.uniform(0, math.pi)
        x, y = math.cos(angle), math.sin(angle)
        if i % 2:
            x, y = 1 - x, 0.5 - y
        points.append((x + r.gauss(0, 0.08), y + r.gauss(0, 0.08), -1 if i % 2 else 1))
    return points


def check_two_moons(student: Student) -> None:
    r = random.Random(2)
    points = two_moons(24, r)
    p = [Node(r.gauss(0, 1)) for _ in range(33)]
    final = number_of(student.evaluate("train(p, points, 0.3, 0.9, 30)", p=p, points=points))
    right = sum((score([node.value for node in p], x, y) > 0) == (t > 0) for x, y, t in points)
    if right < 23 or final is None or final > 0.2:
        fail(f"After 30 steps, {right} of 24 points are on the right side, with a loss of "
             f"{show(final)}; 23 and 0.2 can be reached.")
