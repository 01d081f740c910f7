"""Is the gradient right? Beside it, the slope found by evaluating the function nearby."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from .gradients import value_and_grad
from .node import Node


class Comparison(NamedTuple):
    """One parameter: which one, the gradient by the engine, and the one by central differences."""

    parameter: int
    gradient: float
    numeric: float

    @property
    def relative_error(self) -> float:
        """How far apart the two are, as a part of the larger; as it is, where both are below 1."""
        return abs(self.gradient - self.numeric) / max(1.0, abs(self.gradient), abs(self.numeric))


class Report(NamedTuple):
    """What gradcheck found; true if every parameter passed. Printed, it is a table."""

    comparisons: tuple[Comparison, ...]
    tolerance: float

    @property
    def passed(self) -> bool:
        """Whether every relative error is within the tolerance."""
        return all(row.relative_error <= self.tolerance for row in self.comparisons)

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        lines = ["parameter                 gradient      central difference   relative error"]
        for row in self.comparisons:
            mark = "" if row.relative_error <= self.tolerance else "  differs"
            lines.append(
                f"{row.parameter:9} {row.gradient:24.15g} {row.numeric:23.15g} "
                f"{row.relative_error:16.1e}{mark}"
            )
        return "\n".join(lines)


def central_difference(f: Callable[..., Any], point: tuple[float, ...], index: int) -> float:
    """(f(x + h) - f(x - h)) / 2h in one parameter, with h in proportion to it."""
    step = 6e-6 * max(1.0, abs(point[index]))

    def value_at(x: float) -> float:
        result = f(*point[:index], x, *point[index + 1 :])
        return result._value if isinstance(result, Node) else float(result)

    high, low = point[index] + step, point[index] - step
    return (value_at(high) - value_at(low)) / (high - low)


def gradcheck(f: Callable[..., Any], point: tuple[float, ...], tolerance: float = 1e-6) -> Report:
    """Compare the gradient of `f` at a point with central differences."""
    _value, gradient = value_and_grad(f)(*point)
    return Report(
        tuple(
            Comparison(index, slope, central_difference(f, tuple(point), index))
            for index, slope in enumerate(gradient)
        ),
        tolerance,
    )
