"""The part of the plane, or line, that is worth looking at first."""

from __future__ import annotations

import sys
from math import isfinite

from classroom.protocol import DataPoints, Optimum, View
from classroom.run.console import Clock
from classroom.run.routes import Route
from classroom.run.workshop import Loss, Point
from py_engine.descent import descend
from py_engine.optimizers import Adam

MARGIN = 0.15
LEAST = 1.0
NARROWEST = 1e-9  # beside where it lies: floats must differ across it
FARTHEST = sys.float_info.max / 2  # so that the width is a finite number
SCOUT_STEPS = 60
SCOUT_RATE = 0.1
SCOUT_SECONDS = 0.02


def first_view(loss: Loss, data: DataPoints | None, best: Optimum | None, route: Route,
               clock: Clock) -> View:
    """The View of the protocol: the start, with the data, the minimum, or where downhill leads."""
    places = [loss.start[:2]]
    if data and data["plane"] == "parameters":
        places += zip(data["x"], data["y"], strict=True)
    if best:
        places.append(tuple(best["point"][:2]))
    else:
        places += _scouted(loss, route, clock)
    columns = list(zip(*places, strict=True))
    return {"x": _around(columns[0]), "y": _around(columns[1]) if len(columns) > 1 else None}


def _scouted(loss: Loss, route: Route, clock: Clock) -> list[Point]:
    """Where a short descent comes by: its first two coordinates."""
    descent = descend(lambda: None, loss.start, Adam(SCOUT_RATE), SCOUT_STEPS,
                      differentiate=lambda _: lambda *point: route.value_and_gradient(point))
    places: list[Point] = []
    end = clock() + SCOUT_SECONDS
    try:
        for step in descent:
            places.append(step.point[:2])
            if clock() > end:
                break
    except Exception:
        # Downhill may lead to where the learner's code raises anything.
        return places
    return places


def _around(numbers: tuple[float, ...]) -> list[float]:
    """From the least to the greatest with a margin, at least 2 wide, and of finite width."""
    finite = [min(max(number, -FARTHEST), FARTHEST) for number in numbers if isfinite(number)]
    low, high = min(finite), max(finite)
    middle = low / 2 + high / 2
    half = max((high - low) * (0.5 + MARGIN), LEAST, abs(middle) * NARROWEST)
    return [max(middle - half, -FARTHEST), min(middle + half, FARTHEST)]
