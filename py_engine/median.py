"""The geometric median, by the method made for it alone: what a descent is held against."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from .descent import Step

Points = Sequence[Sequence[float]]


def weiszfeld(
    points: Points, start: Sequence[float] | None = None, steps: int = 1000
) -> Iterator[Step]:
    """The geometric median of points in any dimension, by a method made for it alone.

    Each step goes to the mean of the points, weighted by 1 / distance (E. Weiszfeld, 1937), with
    the repair for a step that lands on a data point (Y. Vardi, C.-H. Zhang, 2000). It ends when it
    no longer moves. The gradient of a Step leaves out data points that the step is on.

    Raises ValueError without points.
    """
    if not points:
        raise ValueError("The geometric median of no points. Give it at least one.")
    point = tuple(map(float, start)) if start is not None else centre(points)
    for index in range(steps + 1):
        step, following = _weiszfeld_step(points, index, point)
        yield step
        if following == point:
            return
        point = following


def centre(points: Points) -> tuple[float, ...]:
    """The mean of the points, coordinate by coordinate."""
    return tuple(math.fsum(coordinates) / len(points) for coordinates in zip(*points, strict=True))


def _weiszfeld_step(
    points: Points, index: int, point: tuple[float, ...]
) -> tuple[Step, tuple[float, ...]]:
    """Where the method is, and where it goes next."""
    distances = [math.dist(p, point) for p in points]
    away = [(p, d) for p, d in zip(points, distances, strict=True) if d]
    here = len(points) - len(away)
    axes = range(len(point))
    pull = [math.fsum((p[axis] - point[axis]) / d for p, d in away) for axis in axes]
    step = Step(
        index,
        point,
        math.fsum(distances) / len(points),
        tuple(-force / len(points) for force in pull),
    )
    strength = math.hypot(*pull)
    if strength <= here:  # the points under it hold it fast: this is the median
        return step, point
    weight = 0.0  # infinite, next to a point: then stay
    for _p, d in away:
        weight += 1.0 / d
    share = (1.0 - here / strength) / weight
    return step, tuple(x + share * force for x, force in zip(point, pull, strict=True))
