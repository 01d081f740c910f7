"""How an answer's time grows with the size of its problem: slow is not endless.

A large problem is first asked small, twice and four times as large, and the times are compared. So
an answer that cannot be done in time is told how it grows, and one that never ends is told that.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from py_engine.classroom.check_student import CheckFailed, Student
from py_engine.classroom.checks import make_nodes
from py_engine.classroom.time_limit import TimeUp

ENDLESS = 2.0  # seconds that the smallest problem may take
SHARE = 0.6  # of the time left, which the full problem may be expected to take
MEASURABLE = 2e-4  # seconds below which a ratio says nothing
LINEAR = 1.4  # the power of n below which growth counts as linear
Maker = Callable[[Student, int], "Growth"]


@dataclass
class Growth:
    """A problem of some size, made with the student's engine: x is its leaf."""

    n: int
    what: str
    size: int  # how many nodes its graph has
    output: Any = None
    leaf: Any = None
    slope: float = 0.0
    terms: list[Any] = field(default_factory=list)

    def nodes(self) -> list[Any]:
        """All nodes of the graph, of a chain."""
        found, waiting = [self.leaf], self.output
        while waiting is not self.leaf:
            found.append(waiting)
            waiting = next(parent for parent in waiting.parents
                           if parent is not self.leaf or waiting.parents[0] is parent)
        return found


def chain(student: Student, n: int) -> Growth:
    """y = y + x, n times over: as deep as it is long."""
    leaf = output = make_nodes(student, {"x": 1.0})["x"]
    for _ in range(n):
        output = output + leaf
    return Growth(n, f"a sum of {n + 1:,} times x", n + 1, output, leaf, n + 1)


def doublings(student: Student, n: int) -> Growth:
    """y = y + y, n times over: two to the n paths on n + 1 nodes."""
    leaf = output = make_nodes(student, {"x": 1e-9})["x"]
    for _ in range(n):
        output = output + output
    return Growth(n, f"{n} doublings `y = y + y`", n + 1, output, leaf, 2.0 ** n)


def wide(student: Student, n: int) -> Growth:
    """A list of n times the same node."""
    leaf = make_nodes(student, {"x": 1.0})["x"]
    return Growth(n, f"{n:,} times x", n, None, leaf, n, [leaf] * n)


def expect_growth(student: Student, what: str, make: Maker,
                  ask: Callable[[Student, Growth], None], sizes: Sequence[int]) -> None:
    """Ask at each of the sizes, the last of which is the full one; the others tell the growth.

    Raises CheckFailed where an answer is wrong, where it recurses too deeply at a size that is
    larger than one it managed, or where it would not be done with the full size in time.
    """
    times: list[tuple[int, float]] = []

    def timed(n: int) -> float:
        made = make(student, n)
        told = f"{what} of {made.what}"
        began = time.process_time()
        try:
            with student.limit.within(ENDLESS if not times else math.inf):
                student.do(told, lambda: ask(student, made))
        except TimeUp:
            if times or student.limit.left < 0:
                raise
            raise CheckFailed(f"{told} did not come to an end within {ENDLESS:g} seconds",
                              hint="on so few nodes, that takes less than a thousandth of one"
                              ) from None
        except CheckFailed as failure:
            if times and isinstance(failure.__cause__, RecursionError):
                failure.hint = (f"for {times[-1][0]:,} it is right; a loop over a list of what is "
                                "still to do has no such limit")
            raise
        return time.process_time() - began

    *small, full = sizes if not student.trial else sizes[:2]
    for n in small:
        times.append((n, timed(n)))
    if len(times) >= 3 and _expected(times, full) > SHARE * student.limit.left:
        times[-1] = n, min(times[-1][1], timed(n))  # a second look: the machine may have paused
        expected = _expected(times, full)
        if expected > SHARE * student.limit.left:
            if _power(times) < LINEAR:
                return  # each node is looked at once; a slow machine is not the answer's fault
            raise CheckFailed(f"{what} of {make(student, full).what} would take "
                              f"{_duration(expected)}: {_growth(times)}",
                              hint="each node has to be looked at once, not once for each way to "
                              "it or for each other node")
    times.append((full, timed(full)))


def _power(times: Sequence[tuple[int, float]]) -> float:
    """p where the time grows as n to the p: the least of the last two doublings."""
    pairs = list(zip(times[-3:], times[-2:], strict=False))
    return min(math.log(max(t_1, MEASURABLE) / max(t_0, MEASURABLE)) / math.log(n_1 / n_0)
               for (n_0, t_0), (n_1, t_1) in pairs)


def _expected(times: Sequence[tuple[int, float]], n: int) -> float:
    """Seconds for size n, from the times so far; infinite where they grow exponentially."""
    (last, seconds), power = times[-1], _power(times)
    if _exponential(times):
        return math.inf
    try:
        return float(seconds * (n / last) ** max(power, 0.0))
    except OverflowError:
        return math.inf


def _exponential(times: Sequence[tuple[int, float]]) -> bool:
    """Whether a few nodes more take many times as long, each time."""
    (n_0, _), (_, _), (n_2, _) = times[-3:]
    return n_2 < 3 * n_0 and _power(times) > 4


def _growth(times: Sequence[tuple[int, float]]) -> str:
    """The times at three sizes, and how they grow, in words."""
    sizes = ", ".join(f"{n:,}" for n, _ in times[-3:-1]) + f" and {times[-1][0]:,}"
    took = ", ".join(_time(t) for _, t in times[-3:-1]) + f" and {_time(times[-1][1])}"
    power = _power(times)
    named = ("exponential" if _exponential(times)
             else "quadratic" if power < 2.5 else "cubic or worse")
    return f"for {sizes} it takes {took}, which is {named} growth"


def _duration(seconds: float) -> str:
    return "years" if seconds > 3e7 else f"some {seconds:,.0f} seconds"


def _time(seconds: float) -> str:
    return f"{1000 * seconds:.2g} ms" if seconds < 1 else f"{seconds:.2g} s"
