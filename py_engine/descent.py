"""Going downhill: descend() is a stream of steps, which ends with a reason."""

from __future__ import annotations

import random
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import islice
from math import hypot, isfinite, nan
from numbers import Real
from typing import Any, Literal, NamedTuple, Protocol, TypeVar, cast

from .errors import OperandError
from .gradients import flat_value_and_grad
from .handle import describe, number
from .optimizers import GradientDescent, Move, Optimizer
from .shapes import Point, point_of

T = TypeVar("T")
ValueAndGrad = Callable[..., tuple[float, Point]]
Rows = Callable[..., Sequence[Sequence[float]]]
Reason = Literal["running", "converged", "diverged", "not finite", "steps done"]

STILL_STEPS = 20
"""For so many steps in a row nothing must move any more, before a descent counts as converged."""
STILL_MOVE = 1e-13
"""A move that counts as none, as a part of the parameter (of 1, where that is smaller)."""
STILL_GRADIENT = 1e-8
"""The longest gradient that counts as flat ground."""
MOST_KEPT = 64
"""So many losses a descent remembers, for its curve."""
GROWTH = 1e6
"""A descent has diverged when the loss is so many times what it was, or 1 if it was smaller."""


class Ground:
    """What an optimizer that searches can ask of the loss while it chooses a move.

    It stands at `point`, with `value` and `gradient` there. `f` is the loss itself; `rows` gives
    its Hessian, where what differentiates it can.
    """

    def __init__(self, f: Callable[..., Any], evaluate: ValueAndGrad, point: Point) -> None:
        self.f, self.point = f, point
        self._evaluate: ValueAndGrad = getattr(evaluate, "flat", evaluate)
        self.rows: Rows | None = getattr(evaluate, "rows", None)
        self._seen: dict[Point, tuple[float, Point]] = {}

    def at(self, point: Sequence[float]) -> tuple[float, Point]:
        """Value and gradient at a point; not a number where the loss has none."""
        there = tuple(point)
        if there not in self._seen:
            try:
                self._seen = {there: self._evaluate(*there)}  # the next step may go there
            except (ArithmeticError, ValueError):
                return nan, (nan,) * len(there)
        return self._seen[there]

    def stand(self, point: Point) -> tuple[float, Point]:
        """Value and gradient there, where it stands from now on. Raises what the loss raises."""
        found = self._seen.get(point) or self._evaluate(*point)
        self.point, (self.value, self.gradient) = point, found
        return found


class Searcher(Protocol):
    """An optimizer that `descend` gives the loss, to look before each step."""

    def begin_on(self, ground: Ground) -> Move:
        """A function that gives the move for each step of one descent on this ground."""


class Step(NamedTuple):
    """Where a descent is: after `index` moves, at `point`, with the loss and its gradient there."""

    index: int  # type: ignore[assignment]  # of a step; that of tuples is of no use here
    point: Point
    value: float
    gradient: Point


class Thinned:
    """Some of many points, evenly spread, and the last one: as many as a curve needs."""

    def __init__(self) -> None:
        self.every = 1
        self.kept: list[tuple[int, float]] = []
        self.last: tuple[int, float] | None = None

    def add(self, index: int, value: float) -> None:
        """One more."""
        self.last = index, value
        if index % self.every == 0:
            self.kept.append(self.last)
            if len(self.kept) > MOST_KEPT:
                self.kept, self.every = self.kept[::2], 2 * self.every

    @property
    def points(self) -> list[tuple[int, float]]:
        """The index and the value of each."""
        if self.last is None or self.last == self.kept[-1]:
            return self.kept
        return [*self.kept, self.last]


class Descent(Iterator[Step]):
    """An iterator of steps. At its end, `reason` says why it ended, and `message` in a sentence.

    `last` is the latest step. `error` is the error that a loss raised where it has no value.
    """

    def __init__(self, steps: Generator[Step, None, tuple[Reason, str]]) -> None:
        self._steps = steps
        self.reason: Reason = "running"
        self.message = ""
        self.last: Step | None = None
        self.error: ArithmeticError | ValueError | None = None
        self._seen = Thinned()

    def __next__(self) -> Step:
        try:
            self.last = next(self._steps)
        except StopIteration as end:
            if end.value is not None:
                self.reason, self.message = end.value
            raise
        except (ArithmeticError, ValueError) as error:
            if self.last is None:
                raise
            self.error = error
            self.reason = "not finite"
            self.message = (
                f"Step {self.last.index + 1}: the loss or its gradient is not a finite number. "
                "A smaller rate may keep it on the ground."
            )
            raise StopIteration from error
        self._seen.add(self.last.index, self.last.value)
        return self.last

    def _repr_svg_(self) -> str | None:
        """The loss at the steps so far, as a notebook draws it; None before the first."""
        from .picture import curve  # in notebooks alone

        return curve(self._seen.points, self.message) if self.last else None

    def run(self) -> Step:
        """Go on to the end, and give the last step."""
        for _step in self:
            pass
        if self.last is None:
            raise ValueError("This descent has no steps. Give it a start.")
        return self.last


def descend(
    f: Callable[..., Any],
    start: Sequence[float] | float,
    optimizer: Optimizer | Searcher | float | None = None,
    steps: int = 1000,
    *,
    batches: Iterable[Any] | None = None,
    differentiate: Callable[[Callable[..., Any]], ValueAndGrad] = flat_value_and_grad,
) -> Descent:
    """Go downhill on `f` from `start`: a stream of at most `steps` + 1 steps, the start among them.

    `start` is a number for each parameter; one alone may stand by itself. A number for an optimizer
    is the rate of `GradientDescent`. An optimizer that searches (`LineSearch`, `Newton`, `LBFGS`)
    evaluates the loss more than once in a step, where that pays.

    With `batches`, each step takes the next one and calls `f(*point, batch)`; the stream ends with
    the last batch. `differentiate` turns the loss into a function of value and gradient; so does
    `py_engine.jit.jit`, which compiles it.

    >>> descent = descend(lambda x: (x - 3.0) ** 2, [0.0], GradientDescent(0.1), steps=500)
    >>> end = descent.run()
    >>> round(end.point[0], 6), descent.reason
    (3.0, 'converged')

    The end is "converged" (for STILL_STEPS steps the ground was flat and nothing moved),
    "diverged" (the loss has grown GROWTH times), "not finite", or "steps done". What `f` raises at
    the start is raised; where it has no finite value later, or raises an ArithmeticError or a
    ValueError, the stream ends. Raises OperandError for a start or an optimizer that is none.
    """
    point = point_of(start)
    chosen = _optimizer_of(optimizer)
    evaluate = differentiate(f)
    if batches is not None:
        if not hasattr(chosen, "begin"):
            raise OperandError(
                "This optimizer searches, and with batches the ground changes at each step.",
                "Leave the batches out, or take another optimizer.",
                operand=chosen,
            )
        evaluate = on_batches(f, iter(batches), differentiate)
    return Descent(_walk(Ground(f, evaluate, point), chosen, steps))


def _optimizer_of(given: object) -> Optimizer | Searcher:
    """The optimizer; gradient descent with this rate, if it is a number."""
    if given is None:
        return GradientDescent()
    if isinstance(given, Real):
        return GradientDescent(number(given))
    if isinstance(given, type) or not (hasattr(given, "begin") or hasattr(given, "begin_on")):
        raise OperandError(
            f"An optimizer is needed here, and this is {describe(given)}.",
            "Give one with its settings, such as Adam(rate=0.01), or a rate.",
            operand=given,
        )
    return cast(Optimizer | Searcher, given)


def _walk(
    ground: Ground, optimizer: Optimizer | Searcher, steps: int
) -> Generator[Step, None, tuple[Reason, str]]:
    """The steps, and then the reason for the end."""
    point = ground.point
    move_for = _moves_of(optimizer, ground)
    still, limit = 0, float("inf")
    for index in range(steps + 1):
        try:
            value, gradient = ground.stand(point)
        except OutOfBatches:
            return "steps done", f"The batches ended after {index} steps."
        yield Step(index, point, value, gradient)
        if index == 0:
            first, limit = value, GROWTH * max(1.0, abs(value))
        if not isfinite(value):
            return "not finite", f"Step {index}: the loss is {value}."
        if not all(map(isfinite, gradient)):
            return "not finite", f"Step {index}: the gradient is not finite."
        if value > limit:
            times = f"{value / max(1.0, abs(first)):.0e}"
            return "diverged", f"Step {index}: the loss has grown {times} times. Halve the rate."
        moves = move_for(index, gradient)
        still = still + 1 if is_still(point, moves, gradient) else 0
        if still == STILL_STEPS:
            return "converged", f"Step {index}: the ground is flat, and nothing moves any more."
        point = tuple([x + move for x, move in zip(point, moves, strict=True)])
    return "steps done", f"All {steps} steps are done."


def _moves_of(optimizer: Optimizer | Searcher, ground: Ground) -> Move:
    """A fresh function that gives the moves."""
    begin_on = getattr(optimizer, "begin_on", None)
    if begin_on is None:
        return cast(Optimizer, optimizer).begin(len(ground.point))
    return cast(Move, begin_on(ground))


def is_still(point: Point, moves: Sequence[float], gradient: Point) -> bool:
    """Whether this step leads nowhere because there is nowhere to go."""
    return hypot(*gradient) <= STILL_GRADIENT and all(
        abs(move) <= STILL_MOVE * max(1.0, abs(x)) for x, move in zip(point, moves, strict=True)
    )


class OutOfBatches(Exception):  # a signal, like StopIteration
    """There is no further batch."""


def on_batches(
    f: Callable[..., Any],
    batches: Iterator[Any],
    differentiate: Callable[[Callable[..., Any]], ValueAndGrad],
) -> ValueAndGrad:
    """Value and gradient of `f`, each time on the next batch."""

    def evaluate(*point: float) -> tuple[float, Point]:
        try:
            batch = next(batches)
        except StopIteration:
            raise OutOfBatches from None
        return differentiate(lambda *xs: f(*xs, batch))(*point)

    return evaluate


def minibatches(data: Sequence[T], size: int, seed: int = 0) -> Iterator[list[T]]:
    """Batches of `size` from the data, for ever: all of it in random order, then in another.

    The last batch of a round has what is left. The same seed gives the same batches.
    Raises ValueError if there is no data, or the size is less than 1.
    """
    if size < 1 or not data:
        raise ValueError(f"minibatches of {len(data)} items by {size}. Both must be at least 1.")
    return _shuffled_batches(list(data), size, random.Random(seed))


def _shuffled_batches(items: list[T], size: int, chance: random.Random) -> Iterator[list[T]]:
    while True:
        chance.shuffle(items)
        rest = iter(items)
        while batch := list(islice(rest, size)):
            yield batch
