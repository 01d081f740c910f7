"""How an answer's time grows with the size of its problem: slow is not endless.

A large problem is first asked small, twice and four times as large, and the times are compared. So
an answer that cannot be done in time is told how it grows, and one that never ends is told that.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from classroom.judge.checks import make_nodes
from classroom.judge.student import CheckFailed, Student
from classroom.run.time_limit import TimeUp

ENDLESS = 2.0  # seconds that the smallest problem may take
SHARE = 0.6  # of the time left, which the full problem may be expected to take
WHOLE = 0.9  # of the time left, which any problem may take: then there is time to say so
MEASURABLE = 2e-4  # seconds below which a ratio says nothing
LINEAR = 1.4  # the power of n below which growth counts as linear
Maker = Callable[[Student, int], "Growth"]
Ask = Callable[[Student, "Growth"], None]


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


def expect_growth(student: Student, what: str, make: Maker, ask: Ask,
                  sizes: Sequence[int]) -> None:
    """Ask at each of the sizes, the last of which is the full one; the others tell the growth.

    Raises CheckFailed where an answer is wrong, where it recurses too deeply at a size that is
    larger than one it managed, or where its growth, and not the machine, keeps it from being done
    with the full size in time.
    """
    question = _Question(student, what, make, ask)
    times: list[tuple[int, float]] = []
    *small, full = sizes if not student.trial else sizes[:2]
    for n in small:
        seconds = question.timed(n, times)
        if seconds is None:
            return
        times.append((n, seconds))
    if len(times) >= 3 and _too_slow(times, full, student):
        times = [(n, question.timed_again(n, seconds)) for n, seconds in times[-3:]]
        if _power(times) < LINEAR:
            return  # each node is looked at once; a slow machine is not the answer's fault
        if _too_slow(times, full, student):
            raise CheckFailed(f"{what} of {make(student, full).what} would take "
                              f"{_duration(_expected(times, full))}: {_growth(times)}",
                              hint="each node has to be looked at once, not once for each way to "
                              "it or for each other node")
    question.timed(full, times)


@dataclass(frozen=True)
class _Question:
    """What is asked at every size."""

    student: Student
    what: str
    make: Maker
    ask: Ask

    def timed(self, n: int, times: Sequence[tuple[int, float]]) -> float | None:
        """The seconds that size n takes; None if the machine is too slow for linear growth.

        `times` are those of smaller sizes: by them, linear growth is told from an endless loop.
        Raises TimeUp for the latter.
        """
        limit = self.student.limit
        most = WHOLE * limit.left if times else ENDLESS
        try:
            return self._seconds(n, most)
        except TimeUp:
            if not times and limit.left > 0:
                raise CheckFailed(f"{self.student.doing} did not come to an end within "
                                  f"{ENDLESS:g} seconds", hint="on so few nodes, that takes less "
                                  "than a thousandth of one") from None
            if not times or min(_power([each, (n, most)]) for each in times) >= LINEAR:
                raise
            return None
        except CheckFailed as failure:
            if times and isinstance(failure.__cause__, RecursionError):
                failure.hint = (f"for {times[-1][0]:,} it is right; a loop over a list of what is "
                                "still to do has no such limit")
            raise

    def timed_again(self, n: int, seconds: float) -> float:
        """The lesser of `seconds` and of a second look, if there is time: machines pause."""
        try:
            return min(seconds, self._seconds(n, self.student.limit.left / 4))
        except TimeUp:
            return seconds

    def _seconds(self, n: int, most: float) -> float:
        """How long size n takes; raises TimeUp after `most`."""
        limit = self.student.limit
        with limit.within(most):
            made = self.make(self.student, n)
            began = limit.clock()
            self.student.do(f"{self.what} of {made.what}", lambda: self.ask(self.student, made))
            limit.look()
            return limit.clock() - began


def _too_slow(times: Sequence[tuple[int, float]], n: int, student: Student) -> bool:
    return _expected(times, n) > SHARE * student.limit.left


def _power(times: Sequence[tuple[int, float]]) -> float:
    """p where the time grows as n to the p: the least of the last two doublings."""
    pairs = itertools.pairwise(times[-3:])
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
    return f"{1000 * seconds:.2g} ms" if seconds < 0.0995 else f"{seconds:.2g} s"
