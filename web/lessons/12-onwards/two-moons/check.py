import math
import random

from my_engine import Node

from classroom.judge.descents import expect_steady_graph
from classroom.judge.checks import Student, expect_agrees, fail, probe, show

ONE = [0.5, -1.0, 0.25, 2.0, 0.1]
TWO = [0.3, -0.8, 1.1, -0.4, 0.6, 0.2, 1.5, -0.9, 0.35]
POINTS = [(1.0, 0.0, 1), (0.0, 1.0, -1), (-0.5, 0.5, -1)]


def score(p: list[float], x: float, y: float) -> float:
    n = len(p) // 4
    return p[-1] + sum(p[3 * n + j] * math.tanh(p[3 * j] * x + p[3 * j + 1] * y + p[3 * j + 2])
                       for j in range(n))


def loss(p: list[float], points: list, share: int | None = None) -> float:
    return sum(math.log(1 + math.exp(-t * score(p, x, y))) for x, y, t in points) / (
        share or len(points))


def trained(p, points, rate, keep, steps, *, keeps=True, adds_up=False, share=None, moves=True,
            rest=1.0):
    """By central differences: the loss of the last step, and the parameters afterwards."""
    p, velocity, slopes, last = list(p), [0.0] * len(p), [0.0] * len(p), 0.0
    for _ in range(steps):
        last, found = loss(p, points, share), []
        for i in range(len(p)):
            right, left = list(p), list(p)
            right[i] += 1e-5
            left[i] -= 1e-5
            found.append((loss(right, points, share) - loss(left, points, share)) / 2e-5)
        slopes = [old + new for old, new in zip(slopes, found, strict=True)] if adds_up else found
        velocity = [(keep * v if keeps else 0.0) - rest * rate * s
                    for v, s in zip(velocity, slopes, strict=True)]
        if moves:
            p = [value + v for value, v in zip(p, velocity, strict=True)]
    return last, *p


def variant(**options):
    return lambda p, points, rate, keep, steps: trained(p, points, rate, keep, steps, **options)


PROBES = [probe(p=ONE, points=POINTS, rate=0.5, keep=0.5, steps=steps) for steps in (1, 2, 3)]
PROBES.append(probe(p=TWO, points=[*POINTS, (0.7, 0.2, 1)], rate=0.2, keep=0.8, steps=4))
PROBES.append(probe("where the last step makes the loss larger", p=ONE, rate=3.0, keep=0.9, steps=5,
                    points=[*POINTS, (1.0, 0.1, -1), (0.1, 1.0, 1)]))
CALL = ("(lambda nodes: (train(nodes, points, rate, keep, steps), *[node.value for node in nodes]))"
        "([Node(value) for value in p])")


def check_steps(student: Student) -> None:
    student.namespace["Node"] = Node
    expect_agrees(student, CALL, trained, PROBES, tolerance=1e-6,
                  told="train(p, points, rate, keep, steps)", mistakes={
        "that is the sum of the losses; the mean over the points is asked for": variant(share=1),
        "the parameters have not moved; the `value` of each node has to": variant(moves=False),
        "no velocity is kept": variant(keeps=False),
        "the gradients of all steps are added up; each step has to begin at 0":
            variant(adds_up=True),
        "that is uphill": variant(rest=-1.0),
    }, hint="the first number is the loss of the last step, a float; then come the values of `p`")


def check_the_nodes_stay(student: Student) -> None:
    p = [Node(value) for value in ONE]
    before = list(p)
    student.evaluate("train(p, points, 0.5, 0.5, 1)", p=p, points=POINTS)
    if any(new is not old for new, old in zip(p, before, strict=True)):
        fail("`train` has put other nodes into `p`; the nodes that were there should stay, and "
             "their `value` change.")


def check_the_graph_stays_small(student: Student) -> None:
    expect_steady_graph(student, "train(p, points, 0.1, 0.5, 5)", p=[Node(v) for v in ONE],
                        points=POINTS)


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
    if student.trial:
        return
    r = random.Random(2)
    points = two_moons(12, r)
    p = [Node(r.gauss(0, 1)) for _ in range(33)]
    final = student.evaluate("train(p, points, 0.3, 0.9, 20)", p=p, points=points)
    right = sum((score([node.value for node in p], x, y) > 0) == (t > 0) for x, y, t in points)
    if right < 11 or final > 0.2:
        fail(f"After 20 steps, {right} of 12 points are on the right side, with a loss of "
             f"{show(final)}; 11 and 0.2 can be reached.")
