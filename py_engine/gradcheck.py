"""Is the gradient right? Beside it, the slope found by evaluating the function nearby.

A slope from values alone is an estimate, so it comes with an estimate of its own noise: of the
rounding errors in the values, which grow as the step shrinks (seen in differences of high order, as
in J. Moré and S. Wild, 2011), and of what the formula leaves out, which grows with the step (seen
in two formulas that disagree). The step is chosen where the two together are least.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import copysign, frexp, inf, isfinite, isnan, ldexp, nan, sqrt, ulp
from sys import float_info
from typing import Any, NamedTuple

from .gradients import flat_value_and_grad
from .handle import number
from .node import Node
from .shapes import point_of

SPACING = 1.3 * 2.0**-16
"""The first distance between two evaluations, as a part of the parameter's size. It is no power of
two, so that round numbers in the values show how coarsely they were computed."""
RATIO = 8.0
"""Each next distance is so many times the one before, or a part of it."""
WIDER, NARROWER = 4, 10
"""So many other distances are tried at most."""
SHARP = 1e-8
"""A noise that is so small a part of the slope is small enough."""
SAFETY = 8.0
"""Rounding errors may be so many times those that were seen."""
PLAIN = 64.0
"""Rounding errors up to so many last digits of the values are taken for such without a doubt."""


class Estimate(NamedTuple):
    """The slope of a function in one parameter, estimated from its values nearby.

    slope   by central differences; at a kink the mean of both sides, at the edge of the domain that
            of the one side, nan at a jump, or where the function has no value
    noise   how far the true slope may be from it: at a kink up to both sides, inf where it is nan
    left    the slope towards smaller numbers; nan where there is no value, infinite at a jump
    right   the slope towards larger numbers, likewise
    kink    whether the two differ
    """

    slope: float
    noise: float
    left: float
    right: float
    kink: bool = False

    @property
    def jump(self) -> bool:
        """Whether the function jumps here."""
        return isnan(self.slope) and (abs(self.left) == inf or abs(self.right) == inf)

    @property
    def one_sided(self) -> bool:
        """Whether this is the edge of the domain: there are values on one side only."""
        return isnan(self.left) != isnan(self.right)


NO_SLOPE = Estimate(nan, inf, nan, nan)


def estimate_slope(f: Callable[..., Any], point: tuple[float, ...], index: int) -> Estimate:
    """The slope of `f` at a point in one parameter, from its values nearby, mostly nine of them.

    Where `f` raises an ArithmeticError or a ValueError, it has no value. What else it raises is
    raised, and OperandError if it does not return one number.
    """
    x = float(point[index])

    def value_at(nearby: float) -> float:
        try:
            result = f(*point[:index], nearby, *point[index + 1 :])
            if isinstance(result, complex):  # as floats have it, where Nodes raise DomainError
                return nan
            value = result.value if isinstance(result, Node) else number(result)
        except (ArithmeticError, ValueError):
            return nan
        return value if isfinite(value) else nan

    middle = value_at(x)
    if isnan(middle):
        return NO_SLOPE
    return _Search(x, lambda width: _Window(value_at, x, middle, width)).estimate()


class _Window:
    """Nine values at equal distances around a point, and what they tell."""

    def __init__(
        self, value_at: Callable[[float], float], x: float, middle: float, width: float
    ) -> None:
        self.width = width
        self.left = [middle, *(value_at(x - k * width) for k in range(1, 5))]
        self.right = [middle, *(value_at(x + k * width) for k in range(1, 5))]
        values = self.left + self.right
        self.complete = not any(map(isnan, values))
        self.distinct = len(set(values))
        sides = self.left, self.right
        least = float_info.epsilon * max(map(abs, values))
        if self.distinct > 2:
            least = max(least, _grain(values))
        self.rounding = max(least, *(abs(_fourth(side)) / sqrt(70.0) for side in sides))
        self.beside = max(SAFETY * least, *(abs(_third(side)) / sqrt(20.0) for side in sides))
        self.certain = self.rounding <= PLAIN * least

    @property
    def flat(self) -> bool:
        """Whether all values are the same."""
        return self.distinct == 1

    def smooth(self, rounding: float) -> Estimate:
        """By central differences of fourth order, if the values have errors of this size."""
        first, second, fourth = (
            (self.right[k] - self.left[k]) / (2.0 * k * self.width) for k in (1, 2, 4)
        )
        narrow, wide = (4.0 * first - second) / 3.0, (4.0 * second - fourth) / 3.0
        noise = 2.0 * abs(wide - narrow) + 0.5 * SAFETY * rounding / self.width
        noise += SAFETY * float_info.epsilon * abs(wide)
        left, right = -self.one_sided(self.left).slope, self.one_sided(self.right).slope
        return Estimate(wide, noise, left, right)

    def one_sided(self, side: list[float]) -> Estimate:
        """By the values of one side, going away from the point."""
        first, second = (
            (4.0 * side[k] - side[2 * k] - 3.0 * side[0]) / (2.0 * k * self.width) for k in (1, 2)
        )
        slope = (4.0 * first - second) / 3.0
        noise = 2.0 * abs(second - first) + SAFETY * self.beside / self.width
        return Estimate(slope, noise, nan, slope)

    def bend(self) -> float:
        """How much the slope changes at the very point: of a smooth function, nothing but noise."""
        first, second = (
            (self.right[k] - 2.0 * self.right[0] + self.left[k]) / (k * self.width) for k in (1, 2)
        )
        return abs(2.0 * first - second)

    def least_bend(self) -> float:
        """The smallest bend that rounding errors could not make."""
        return 4.0 * SAFETY * self.beside / self.width


def _fourth(side: list[float]) -> float:
    """The fourth difference: of a smooth function, next to nothing but rounding errors."""
    a, b, c, d, e = side
    return a - 4.0 * b + 6.0 * c - 4.0 * d + e


def _third(side: list[float]) -> float:
    """The third difference of the values beside the point: it does not see what happens there."""
    _middle, a, b, c, d = side
    return a - 3.0 * b + 3.0 * c - d


def _grain(values: list[float]) -> float:
    """A power of two that all values are multiples of.

    It is large where something large was added and taken away: its last digit is left.
    """
    ratios = [value.as_integer_ratio() for value in values if isfinite(value)]
    return min(((n & -n) / d for n, d in ratios if n), default=0.0)


class _Search:
    """Looks for the window whose estimate has the least noise."""

    def __init__(self, x: float, window: Callable[[float], _Window]) -> None:
        self.window = window
        exponent = frexp(x)[1]
        self.spacing = ldexp(SPACING, max(0, exponent))
        self.least = 4.0 * ulp(x)
        self.beside_zero = ldexp(SPACING, exponent + 6) if x else inf
        self.seen: list[_Window] = []
        self.bent: list[_Window] = []
        self.best: Estimate | None = None

    def estimate(self) -> Estimate:
        self._narrow()
        if self.best is not None:
            self._widen()
            return self.best
        return self._at_a_bend() if self.bent else self._at_an_edge()

    def _narrow(self) -> None:
        """Narrower windows, until one is good, or has nothing but rounding errors."""
        for _ in range(1 + NARROWER):
            here = self.window(self.spacing)
            self.seen.append(here)
            if here.complete and not self._goes_on(here):
                return
            self.spacing /= RATIO
            if not here.complete:
                self.spacing = min(self.spacing, self.beside_zero)
            if self.spacing < self.least:
                return

    def _goes_on(self, here: _Window) -> bool:
        """Whether a narrower window may tell more than this one."""
        if here.bend() > here.least_bend():
            self.bent.append(here)
            return True
        if self.bent and self.best is None:
            if here.least_bend() > 0.5 * self.bent[-1].bend():
                return not here.certain  # whether the bend is here or beside, nobody can tell
        found = here.smooth(here.rounding)
        if not isfinite(found.noise):
            return True
        if self.best is not None and found.noise >= self.best.noise:
            return not here.certain
        if here.flat and len(self.seen) > 1 and self.seen[-2].distinct > 2:
            return False  # it is flat because the steps are less than a last digit
        self.best = found
        if here.flat or found.noise <= SHARP * abs(found.slope):
            return False
        from_rounding = 0.5 * SAFETY * here.rounding / here.width
        return not (here.certain and from_rounding > 0.5 * found.noise)

    def _widen(self) -> None:
        """Wider windows, for as long as they agree and have less noise, or vary where none did."""
        first = self.seen[0]
        assert self.best is not None
        if not first.complete or self.best != first.smooth(first.rounding):
            return
        width = first.width
        for _ in range(WIDER):
            if self.best.noise <= SHARP * abs(self.best.slope) and not first.flat:
                return
            width *= RATIO
            wider = self.window(width)
            if first.flat and wider.flat:
                continue
            if first.flat and wider.complete:
                self.best = wider.smooth(wider.rounding)
                return
            found = wider.smooth(first.rounding)
            apart = abs(found.slope - self.best.slope)
            if not (found.noise < self.best.noise and apart <= self.best.noise + found.noise):
                return
            self.best = found

    def _at_an_edge(self) -> Estimate:
        """Where one side has no values, however near: the slope of the other side."""
        best = NO_SLOPE
        for window in self.seen:
            lacks_left, lacks_right = (any(map(isnan, s)) for s in (window.left, window.right))
            if lacks_left == lacks_right:
                continue
            slope, noise, *_ = window.one_sided(window.right if lacks_left else window.left)
            if noise < best.noise:
                best = (Estimate(slope, noise, nan, slope) if lacks_left
                        else Estimate(-slope, noise, -slope, nan))
        return best

    def _at_a_bend(self) -> Estimate:
        """A jump, where a side's first difference does not shrink with its width; or a kink."""
        wide, narrow = self.bent[0], self.bent[-1]
        left = inf if _leaps(wide.left, narrow.left, narrow.beside) else 0.0
        right = inf if _leaps(wide.right, narrow.right, narrow.beside) else 0.0
        by_side = [(w.one_sided(w.left), w.one_sided(w.right)) for w in self.bent]
        to_left, to_right = min(by_side, key=lambda sides: sides[0].noise + sides[1].noise)
        if wide is not narrow and (left or right):
            left = copysign(left, narrow.left[0] - narrow.left[1]) if left else -to_left.slope
            right = copysign(right, narrow.right[1] - narrow.right[0]) if right else to_right.slope
            return Estimate(nan, inf, left, right)
        left, right = -to_left.slope, to_right.slope
        noise = 0.5 * abs(right - left) + to_left.noise + to_right.noise
        return Estimate(0.5 * (left + right), noise, left, right, kink=True)


def _leaps(wide: list[float], narrow: list[float], rounding: float) -> bool:
    there, here = abs(wide[1] - wide[0]), abs(narrow[1] - narrow[0])
    return here > SAFETY * rounding and 2.0 * here > there


class Comparison(NamedTuple):
    """One parameter: which one, the gradient by the engine, and the slope by the values nearby."""

    parameter: int
    gradient: float
    estimate: Estimate

    @property
    def numeric(self) -> float:
        """The slope by the values nearby."""
        return self.estimate.slope

    @property
    def relative_error(self) -> float:
        """How far apart the two are beyond the noise, as a part of the larger; nan: unknown."""
        apart = max(0.0, abs(self.gradient - self.numeric) - self.estimate.noise)
        return apart / max(abs(self.gradient), abs(self.numeric)) if apart else apart

    def verdict(self, tolerance: float) -> str:
        """In a word or two, what is wrong or special; nothing where the two agree."""
        if self.estimate.jump:
            return "a jump: there is no slope to compare with"
        if isnan(self.numeric):
            return "no values nearby to compare with"
        if not self.relative_error <= tolerance:
            return "differs"
        if self.estimate.kink:
            return f"a kink, from {self.estimate.left:.6g} to {self.estimate.right:.6g}"
        return "at the edge of the domain" if self.estimate.one_sided else ""


class Report(NamedTuple):
    """What gradcheck found; true if every parameter passed. Printed, it is a table."""

    comparisons: tuple[Comparison, ...]
    tolerance: float

    @property
    def passed(self) -> bool:
        """Whether each gradient was compared, and each relative error is within the tolerance."""
        return all(
            isfinite(row.numeric) and row.relative_error <= self.tolerance
            for row in self.comparisons
        )

    def __bool__(self) -> bool:
        return self.passed

    def __str__(self) -> str:
        lines = ["parameter                 gradient   from values nearby    noise  relative error"]
        for row in self.comparisons:
            line = (
                f"{row.parameter:9} {row.gradient:24.15g} {row.numeric:21.13g} "
                f"{row.estimate.noise:8.0e} {row.relative_error:15.1e}"
            )
            lines.append(f"{line}  {row.verdict(self.tolerance)}".rstrip())
        return "\n".join(lines)


def central_difference(f: Callable[..., Any], point: tuple[float, ...], index: int) -> float:
    """The slope of `f` at a point in one parameter; see `estimate_slope`."""
    return estimate_slope(f, point, index).slope


def gradcheck(
    f: Callable[..., Any], point: Sequence[float] | float, tolerance: float = 1e-6
) -> Report:
    """Compare the gradient of `f` at a point with the slopes that its values nearby have.

    A gradient passes if it is within the tolerance, as a part of its size, and the noise of those
    slopes; at a kink, if it lies between both sides. Raises what the gradient raises.
    """
    at = point_of(point)
    _value, gradient = flat_value_and_grad(f)(*at)
    return Report(
        tuple(
            Comparison(index, slope, estimate_slope(f, at, index))
            for index, slope in enumerate(gradient)
        ),
        tolerance,
    )
