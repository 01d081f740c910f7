"""Is the learner's loss the lecture's, the mean distance to points? Then more is known of it."""

from __future__ import annotations

import math

from py_engine.classroom.faults import Plain
from py_engine.classroom.points import Points
from py_engine.classroom.run import Loss, Point

AGREEMENT = 1e-12
_PROBES = ((0.0, 0.0), (0.371, -0.213), (-1.618, 0.577), (2.236, 1.202))


def mean_distance(points: Points, x: float, y: float) -> float:
    """The lecture's loss: the average Euclidean distance from (x, y) to the points."""
    distances = [math.hypot(a - x, b - y) for a, b in zip(points.x, points.y, strict=True)]
    return math.fsum(distances) / len(distances)


def is_lecture_problem(loss: Loss, points: Points) -> bool:
    """Whether the loss *computes* the mean distance to the points, however it is written.

    It must agree to 1e-12 with the mean distance at four places around its start.
    """
    if len(loss.start) != 2:
        return False
    x, y = loss.start
    return all(_agrees(loss, points, (x + dx, y + dy)) for dx, dy in _PROBES)


def _agrees(loss: Loss, points: Points, place: Point) -> bool:
    expected = mean_distance(points, *place)
    try:
        actual = loss.value(place)
    except Exception:  # noqa: BLE001  # a learner's code may raise anything: then it is not the lecture's
        return False
    return abs(actual - expected) <= AGREEMENT * max(1.0, abs(expected))


def closed_form(points: Points, place: Point) -> Plain | None:
    """The lecture's loss and gradient by its formula; None on a data point, where there is none.

    dL/dx = -(1/N) * sum of (x_i - x) / d_i, and likewise for y.
    """
    x, y = place
    pulls_x, pulls_y = [], []
    for a, b in zip(points.x, points.y, strict=True):
        distance = math.hypot(a - x, b - y)
        if distance == 0:
            return None
        pulls_x.append((a - x) / distance)
        pulls_y.append((b - y) / distance)
    n = len(pulls_x)
    return {"name": "closed form", "loss": mean_distance(points, x, y),
            "gradients": [-math.fsum(pulls_x) / n, -math.fsum(pulls_y) / n]}
