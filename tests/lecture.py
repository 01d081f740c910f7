"""The lecture's problem, as tests put it to the engine, and as it is solved by hand."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

from py_engine import mean, sqrt


def lecture_points(count: int = 1000, seed: int = 5) -> tuple[list[float], list[float]]:
    """Points of the unit square: all the x-values are drawn first, then all the y-values."""
    chance = random.Random(seed)
    xs = [chance.uniform(0, 1) for _ in range(count)]
    ys = [chance.uniform(0, 1) for _ in range(count)]
    return xs, ys


def mean_distance(xs: Sequence[float], ys: Sequence[float]) -> Callable[[Any, Any], Any]:
    """The loss whose lowest point is the geometric median."""

    def loss(x: Any, y: Any) -> Any:
        return mean(
            sqrt((x_i - x) ** 2 + (y_i - y) ** 2) for x_i, y_i in zip(xs, ys, strict=True)
        )

    return loss


def closed_form(
    xs: Sequence[float], ys: Sequence[float]
) -> Callable[[float, float], tuple[float, tuple[float, float]]]:
    """Value and gradient of the mean distance, away from the points."""

    def value_and_gradient(x: float, y: float) -> tuple[float, tuple[float, float]]:
        value = along_x = along_y = 0.0
        for x_i, y_i in zip(xs, ys, strict=True):
            d_i = math.sqrt((x - x_i) ** 2 + (y - y_i) ** 2)
            value += d_i
            along_x += (x - x_i) / d_i
            along_y += (y - y_i) / d_i
        return value / len(xs), (along_x / len(xs), along_y / len(xs))

    return value_and_gradient
