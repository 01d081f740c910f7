"""The data of the lecture's problem."""

from __future__ import annotations

import random


def lecture_points(count: int = 1000, seed: int = 5) -> tuple[list[float], list[float]]:
    """Points of the unit square: all the x-values are drawn first, then all the y-values."""
    chance = random.Random(seed)
    xs = [chance.uniform(0, 1) for _ in range(count)]
    ys = [chance.uniform(0, 1) for _ in range(count)]
    return xs, ys
