"""Cells: the points of a grid, of which a loss is drawn or sampled."""

from __future__ import annotations

from array import array
from collections.abc import Sequence


def sampled(width: int, height: int) -> set[int]:
    """The corners and the centre of a grid."""
    last = width * (height - 1)
    return {0, width - 1, last, last + width - 1, width * (height // 2) + width // 2}


def cell_at(
    held: Sequence[float], x: int, y: int | None, xs: array[float], ys: array[float], cell: int
) -> list[float]:
    """The point at a cell of the grid."""
    row, column = divmod(cell, len(xs))
    point = list(held)
    if y is not None:
        point[y] = ys[row]
    point[x] = xs[column]
    return point
