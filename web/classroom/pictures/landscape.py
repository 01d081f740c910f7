"""The loss over a part of the plane: coarse at once, then finer, with pauses for other calls."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator, Sequence
from math import ceil, isfinite, nan

from classroom.protocol import Landscape, LandscapeArgs, LandscapeEvent
from classroom.run.console import Clock
from classroom.words.faults import Problem

PAUSE = 0.03
PATIENCE = 10.0
COARSEST = 12
FINER = 4
MOST_SAMPLES = 1_000_000

Range = tuple[float, float]
# Losses over a grid: held, x, y, xs, ys, as in `Route.grid`.
Batch = Callable[[Sequence[float], int, "int | None", Sequence[float], Sequence[float]],
                 "array[float]"]


class Grid:
    """Samples of the plane (or line): both ends of each range are sampled."""

    def __init__(self, args: LandscapeArgs, parameters: int) -> None:
        self.held = [float(value) for value in args["held"]]
        self.x, self.y = int(args["x"]), None if args["y"] is None else int(args["y"])
        self.width = int(args["width"])
        self.height = 1 if self.y is None else int(args["height"])
        self.x_range = _range(args["xRange"])
        self.y_range = (0.0, 0.0) if self.y is None else _range(args["yRange"] or ())
        axes = (self.x,) if self.y is None else (self.x, self.y)
        if len(self.held) != parameters or not all(0 <= axis < parameters for axis in axes):
            raise Problem(f"The loss has {parameters} parameters; the landscape asked for others.",
                          "Run the code again.")
        if self.width < 1 or self.height < 1 or self.width * self.height > MOST_SAMPLES:
            raise Problem(f"A landscape of {self.width} x {self.height} cannot be computed.",
                          f"Ask for at most {MOST_SAMPLES:,} samples.")

    def levels(self) -> list[tuple[int, int]]:
        """Widths and heights, coarse to fine."""
        sizes = [(self.width, self.height)]
        while max(sizes[0]) > FINER * COARSEST:
            width, height = sizes[0]
            sizes.insert(0, (ceil(width / FINER), ceil(height / FINER)))
        return sizes

    def sample(self, level: Landscape) -> tuple[list[list[float]], list[float]]:
        """The points at the corners and the centre of a level, and the losses there."""
        width, height = level["width"], level["height"]
        if not width:
            return [], []
        xs, ys = self.across(width), self.up(height)
        points, losses = [], []
        for i, j in {(0, 0), (width - 1, 0), (0, height - 1), (width - 1, height - 1),
                     (width // 2, height // 2)}:
            point = list(self.held)
            if self.y is not None:
                point[self.y] = ys[j]
            point[self.x] = xs[i]
            points.append(point)
            losses.append(level["values"][j * width + i])
        return points, losses

    def across(self, width: int) -> list[float]:
        """Where the samples of a level lie along x."""
        return [_sample(self.x_range, i, width) for i in range(width)]

    def up(self, height: int) -> list[float]:
        """Where they lie along y."""
        return [_sample(self.y_range, j, height) for j in range(height)]


def landscape(grid: Grid, batch: Batch, clock: Clock) -> Generator[LandscapeEvent, None, Landscape]:
    """Yield LandscapeEvents, coarser ones first, at least every 30 ms; return the Landscape.

    A level that would take longer than 10 s is left out: then what returns is coarser than asked.
    """
    level: Landscape = {"width": 0, "height": 0, "values": array("d")}
    paused_at = started = clock()
    for width, height in grid.levels():
        samples = level["width"] * level["height"]
        if samples and (clock() - started) * width * height > PATIENCE * samples:
            break
        level = _stretched(level, width, height)
        done = 0
        rows = 1
        while done < height:
            began = clock()
            done += _fill(level, grid, batch, done, rows)
            rows = _rows_for_a_pause(clock() - began, rows)
            if clock() - paused_at > PAUSE:
                yield _event(level)
                paused_at = clock()
    return level


def _fill(level: Landscape, grid: Grid, batch: Batch, first: int, count: int) -> int:
    """Compute `count` rows of a level, or those that are left; says how many."""
    width, height = level["width"], level["height"]
    rows = grid.up(height)[first:first + count]
    values = batch(grid.held, grid.x, grid.y, grid.across(width), rows)
    level["values"][first * width:first * width + len(values)] = values
    return len(rows)


def _event(level: Landscape) -> LandscapeEvent:
    copy: Landscape = {**level, "values": array("d", level["values"])}
    return {"event": "landscape", "landscape": copy}


def _rows_for_a_pause(seconds: float, rows: int) -> int:
    return max(1, min(64, int(rows * PAUSE / 2 / max(seconds, 1e-6))))


def _stretched(coarse: Landscape, width: int, height: int) -> Landscape:
    """The coarser level, scaled up: what is shown where the finer one is not computed yet."""
    if not coarse["width"]:
        values = array("d", [nan]) * (width * height)
        return {"width": width, "height": height, "values": values}
    columns = [i * coarse["width"] // width for i in range(width)]
    values = array("d")
    for j in range(height):
        start = (j * coarse["height"] // height) * coarse["width"]
        row = coarse["values"][start:start + coarse["width"]]
        values.extend([row[i] for i in columns])
    return {"width": width, "height": height, "values": values}


def _sample(limits: Range, index: int, count: int) -> float:
    low, high = limits
    return (low + high) / 2 if count == 1 else low + (high - low) * index / (count - 1)


def _range(limits: Sequence[float]) -> Range:
    low, high = (float(limit) for limit in limits)
    if not (isfinite(low) and isfinite(high) and low < high):
        raise Problem(f"The range from {low} to {high} is empty or not finite.",
                      "Zoom back out, or run the code again.")
    return low, high
