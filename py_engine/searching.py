"""Optimizers that look before they step: along a line, with what is known of the curvature.

Each is given the loss itself by `descend`: see `Ground`. A step is a direction and a search along
it, which evaluates the loss a few times, most often once.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, isfinite, sqrt
from typing import cast

from .descent import Ground, Rows
from .errors import OperandError
from .modes import hessian
from .optimizers import GradientDescent, Move, Optimizer
from .vectors import dot

DECREASE, FLATTENING = 1e-4, 0.9
"""What a search is content with (P. Wolfe, 1969): so much of the decrease that the slope promises,
and a slope that is at most so much of the first."""
NOISE = 1e-15
"""A change of the loss, as a part of it, that rounding may be the cause of."""
TRIALS, BY_TANGENTS = 40, 12
"""How often a length is tried, and for how long where tangents meet; then a tenth of the rest."""
DAMPING = 1e-3
"""What is added to the curvature where it is not upwards, at first, as a part of the largest."""
LEVEL = 1e-10
"""A curvature that counts as none, as a part of the largest."""

AGAINST_THE_GRADIENT = GradientDescent(1.0)


@dataclass(frozen=True)
class LineSearch:
    """Along the move of another optimizer, as far as it pays: its rate is only where to begin.

    Each search begins as far along as the last one ended.
    """

    optimizer: Optimizer = AGAINST_THE_GRADIENT

    def begin_on(self, ground: Ground) -> Move:
        """See `Searcher`."""
        move, length = self.optimizer.begin(len(ground.point)), 1.0

        def searched_move(index: int, gradient: Sequence[float]) -> list[float]:
            nonlocal length
            direction = [length * x for x in move(index, gradient)]
            moves, times = searched(ground, direction)
            length *= times or 1.0
            return moves

        return searched_move


@dataclass(frozen=True)
class Newton:
    """To where the gradient would be 0 if the curvature stayed as it is, as far as it pays.

    Where the ground does not curve upwards in all directions, the curvature is raised until it
    does (K. Levenberg, 1944). The Hessian costs a few gradients for each parameter.
    """

    def begin_on(self, ground: Ground) -> Move:
        """See `Searcher`."""

        def move(_index: int, gradient: Sequence[float]) -> list[float]:
            if not any(gradient):
                return [0.0] * len(gradient)
            rows = _curvature(ground)
            return searched(ground, [-x for x in _solved(rows, gradient)])[0]

        return move


@dataclass(frozen=True)
class LBFGS:
    """Newton's method with a curvature learnt from the last few moves (J. Nocedal, 1980).

    It costs no second derivatives, and memory for `memory` moves.
    """

    memory: int = 10

    def begin_on(self, ground: Ground) -> Move:
        """See `Searcher`. Raises OperandError for a memory of no moves."""
        if self.memory < 1:
            raise OperandError(
                f"L-BFGS is to remember {self.memory} moves.",
                "Give it at least 1: LBFGS(memory=10).",
            )
        learnt: deque[tuple[list[float], list[float]]] = deque(maxlen=self.memory)
        last: tuple[Sequence[float], Sequence[float]] | None = None

        def move(_index: int, gradient: Sequence[float]) -> list[float]:
            nonlocal last
            if last:
                moved = _difference(ground.point, last[0])
                turned = _difference(gradient, last[1])
                if dot(moved, turned) > 0.0:
                    learnt.append((moved, turned))
            last = ground.point, gradient
            return searched(ground, [-x for x in _by_what_is_learnt(learnt, gradient)])[0]

        return move


def _by_what_is_learnt(
    learnt: Sequence[tuple[list[float], list[float]]], gradient: Sequence[float]
) -> list[float]:
    """The inverse of the learnt curvature, times the gradient, in two loops."""
    result, parts = list(gradient), []
    for moved, turned in reversed(learnt):
        part = dot(moved, result) / dot(moved, turned)
        result = [x - part * y for x, y in zip(result, turned, strict=True)]
        parts.append(part)
    if learnt:
        moved, turned = learnt[-1]
        scale = dot(moved, turned) / dot(turned, turned)
        result = [scale * x for x in result]
    for (moved, turned), part in zip(learnt, reversed(parts), strict=True):
        back = part - dot(turned, result) / dot(moved, turned)
        result = [x + back * s for x, s in zip(result, moved, strict=True)]
    return result


def searched(ground: Ground, direction: Sequence[float]) -> tuple[list[float], float]:
    """The move along a direction, or against the gradient if that does not lead down.

    With it comes how many times the direction it is; 0 if it is another one.
    """
    slope = dot(direction, ground.gradient)
    leads_down = isfinite(slope) and slope < 0.0
    if not leads_down:
        direction = [-x for x in ground.gradient]
        slope = dot(direction, ground.gradient)
    if slope == 0.0:
        return [0.0] * len(direction), 0.0
    length = _length_along(ground, direction, slope)
    return [length * x for x in direction], length if leads_down else 0.0


def _length_along(ground: Ground, direction: Sequence[float], slope: float) -> float:
    """How many times the direction: the loss falls enough there, and its slope has flattened.

    Between a length that is too short and one that is too long there is one that is right.
    """
    value, noise = ground.value, NOISE * (1.0 + abs(ground.value))
    short, long, length = (0.0, value, slope), (inf, inf, inf), 1.0
    for trial in range(TRIALS):
        there = [x + length * d for x, d in zip(ground.point, direction, strict=True)]
        found, gradient = ground.at(there)
        slope_there = dot(gradient, direction) if isfinite(found) else inf
        if not (found <= value + DECREASE * length * slope + noise and isfinite(slope_there)):
            long = (length, found, slope_there)
        elif slope_there < FLATTENING * slope:
            short = (length, found, slope_there)
        else:
            return length
        is_near = trial < BY_TANGENTS or long[0] == inf
        length = _between(short, long) if is_near else short[0] + 0.1 * (long[0] - short[0])
    return short[0]


def _between(short: tuple[float, float, float], long: tuple[float, float, float]) -> float:
    """A length to try next, from lengths, values and slopes: where the two tangents meet.

    Of a valley with straight walls, as a distance has it, that is the bottom.
    """
    (a, value_a, slope_a), (b, value_b, slope_b) = short, long
    if b == inf:
        return max(4.0 * a, 1e-3)
    width = b - a
    if not (isfinite(value_b) and isfinite(slope_b) and slope_b > slope_a):
        return a + 0.1 * width
    meet = (value_b - value_a - slope_b * width) / (slope_a - slope_b)
    return a + min(max(meet, 1e-4 * width), 0.9 * width)


def _difference(p: Sequence[float], q: Sequence[float]) -> list[float]:
    return [x - y for x, y in zip(p, q, strict=True)]


def _curvature(ground: Ground) -> Sequence[Sequence[float]]:
    """The Hessian; level ground where there is none."""
    point = ground.point
    rows = ground.rows or cast(Rows, hessian(ground.f, tuple(range(len(point)))))
    try:
        return rows(*point)
    except (ArithmeticError, ValueError):
        return [[0.0] * len(point)] * len(point)


def _solved(rows: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """x in rows @ x = right, with as much added to the diagonal as it takes to lead downhill."""
    size, largest = range(len(right)), max(abs(x) for row in rows for x in row) or 1.0
    damping = 0.0
    while (lower := _cholesky(rows, damping, LEVEL * largest)) is None:
        damping = max(10.0 * damping, DAMPING * largest)
    x = list(right)
    for i in size:
        x[i] = (x[i] - dot(lower[i][:i], x[:i])) / lower[i][i]
    for i in reversed(size):
        x[i] = (x[i] - dot([lower[k][i] for k in size[i + 1 :]], x[i + 1 :])) / lower[i][i]
    return x


def _cholesky(
    rows: Sequence[Sequence[float]], damping: float, least: float
) -> list[list[float]] | None:
    """The lower triangle whose square is rows + damping; None if that is not upwards."""
    lower: list[list[float]] = []
    for i, row in enumerate(rows):
        new: list[float] = []
        for j in range(i):
            new.append((row[j] - dot(new, lower[j][:j])) / lower[j][j])
        rest = row[i] + damping - dot(new, new)
        if rest <= least:
            return None
        lower.append([*new, sqrt(rest)])
    return lower
