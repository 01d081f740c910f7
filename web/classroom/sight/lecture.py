"""Is the learner's loss the lecture's, the mean distance to points? Then more is known of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import repeat
from math import dist, hypot, inf, sqrt

from classroom.protocol import ClosedForm, Optimum
from classroom.run.points import Points
from classroom.run.routes import Route
from classroom.run.workshop import Point
from py_engine.median import centre, weiszfeld

AGREEMENT = 1e-12
STILL = 1e-14
NEWTON_STEPS = 8
NEAR = 1e-6  # of the mean distance: a step of Newton's that is as short ends within rounding
_PROBES = ((0.0, 0.0), (0.371, -0.213), (-1.618, 0.577), (2.236, 1.202))


def is_lecture_problem(route: Route, start: Point, points: Points) -> bool:
    """Whether the loss *computes* the mean distance to the points, however it is written.

    It must agree to 1e-12 with the mean distance at four places around its start.
    """
    if len(start) != 2:
        return False
    x, y = start
    places = list(zip(points.x, points.y, strict=True))
    return all(_agree(route, sum(map(dist, places, repeat(place))) / len(places), place)
               for dx, dy in _PROBES for place in [(x + dx, y + dy)])


def _agree(route: Route, expected: float, place: Point) -> bool:
    return abs(route.value(place) - expected) <= AGREEMENT * max(1.0, abs(expected))


def closed_form(
    xs: Sequence[float], ys: Sequence[float]
) -> Callable[[float, float], tuple[float, tuple[float, float]]]:
    """Value and gradient of the mean distance, derived by hand.

    d/dx of the distance d_i to one point is -(x_i - x) / d_i; at that very point, where there is no
    derivative, it counts as 0, which is one of its subgradients. Raises ValueError without points.
    """
    if not xs:
        raise ValueError("The mean distance to no points. Give it at least one.")

    def value_and_gradient(x: float, y: float) -> tuple[float, tuple[float, float]]:
        distance = along_x = along_y = 0.0
        for x_i, y_i in zip(xs, ys, strict=True):
            d_i = sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
            distance += d_i
            if d_i:
                along_x -= (x_i - x) / d_i
                along_y -= (y_i - y) / d_i
        return distance / len(xs), (along_x / len(xs), along_y / len(xs))

    return value_and_gradient


def by_formula(points: Points, place: Point) -> ClosedForm:
    """The ClosedForm of the protocol: the lecture's loss and gradient, as derived by hand."""
    value, gradient = closed_form(points.x, points.y)(*place)
    return {"name": "closed form", "loss": value, "gradients": list(gradient)}


def optimum(points: Points) -> Optimum:
    """The Optimum of the protocol: the geometric median, by Weiszfeld's method."""
    point, value = _median(points.x.tobytes(), points.y.tobytes())
    return {"name": "Weiszfeld's method", "point": list(point), "loss": value}


@lru_cache(maxsize=8)
def _median(xs: bytes, ys: bytes) -> tuple[Point, float]:
    """The median of these columns; kept, because a learner changes the loss more than the data.

    Newton's method comes near in a few steps, where Weiszfeld's takes dozens, and Weiszfeld's ends
    it: it cannot fail, and where it no longer moves is the median.
    """
    places = list(zip(memoryview(xs).cast("d"), memoryview(ys).cast("d"), strict=True))
    before: Point | None = None
    for step in weiszfeld(places, start=_near_median(places), steps=10_000):
        if before is not None and dist(before, step.point) <= STILL:
            break
        before = step.point
    return step.point, step.value


def _near_median(places: list[tuple[float, float]]) -> Point:
    """Where Newton's method comes from the mean, as long as each step leads downhill.

    The last one cannot be seen to: so near the median, sums of distances differ by rounding alone.
    """
    best = point = centre(places)
    least = inf
    for _ in range(NEWTON_STEPS):
        found = _newton_step(places, point)
        if found is None:
            return best
        if found[0] >= least:
            return point if dist(best, point) <= NEAR * least / len(places) else best
        least, best, point = found[0], point, found[1]
    return best


def _newton_step(
    places: list[tuple[float, float]], point: Point
) -> tuple[float, Point] | None:
    """The sum of the distances from here, and where the step leads; None where there is none."""
    x, y = point
    total = pull_x = pull_y = xx = xy = yy = 0.0
    for place_x, place_y in places:
        away_x, away_y = x - place_x, y - place_y
        distance = hypot(away_x, away_y)
        if not distance:
            return None
        total += distance
        unit_x, unit_y = away_x / distance, away_y / distance
        pull_x += unit_x
        pull_y += unit_y
        xx += unit_y * unit_y / distance
        xy -= unit_x * unit_y / distance
        yy += unit_x * unit_x / distance
    determinant = xx * yy - xy * xy
    if not determinant > 0:
        return None
    return total, (x - (yy * pull_x - xy * pull_y) / determinant,
                   y - (xx * pull_y - xy * pull_x) / determinant)
