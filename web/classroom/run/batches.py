"""Stochastic descent: the learner's loss on a few of its data at a time.

A batch is made where the data lives: the lists that the loss reads are replaced, for one
evaluation, by the same few places of each, and so is their length, where the loss reads it as a
number of its own. It is the learner's own code that runs on them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import isclose
from typing import Any

from classroom.protocol import Batches
from classroom.run.points import names_read
from classroom.run.routes import Gradient, Route
from classroom.run.workshop import Loss, Point
from classroom.words.faults import Problem
from py_engine.descent import minibatches

AGREEMENT = 1e-9
KIND = "BatchError"

Evaluate = Callable[..., tuple[float, Gradient]]


def on_batches(loss: Loss, route: Route, args: Batches) -> Evaluate:
    """Value and gradient of the loss, at each call on the next batch.

    `args` holds `size` and `seed`. `route` must run the learner's code at each call. Raises
    Problem where the loss is no mean, and no sum, over data of the module.
    """
    size = int(args["size"])
    data = _data_of(loss)
    if not 1 <= size <= data.length:
        raise Problem(f"A batch of {size} out of {data.length} data is not possible.",
                      f"Choose a size from 1 to {data.length}.", kind=KIND)
    batches = minibatches(range(data.length), size, int(args["seed"] or 0))

    def evaluate(*point: float) -> tuple[float, Gradient]:
        with data.at(next(batches)) as share:
            value, gradient = route.value_and_gradient(point)
        return value / share, tuple(slope / share for slope in gradient)

    return evaluate


class Data:
    """Lists of one length that a loss reads, by name, and numbers that give this length."""

    def __init__(self, loss: Loss, lists: dict[str, Sequence[Any]], counts: list[str]) -> None:
        self._globals = loss.globals
        self._lists = lists
        self._counts = counts
        self.length = len(next(iter(lists.values())))
        self.is_sum = False

    def at(self, places: Sequence[int]) -> _Restricted:
        """A context in which the loss sees these places of the data alone."""
        few: dict[str, Any] = {name: [values[i] for i in places]
                               for name, values in self._lists.items()}
        few.update(dict.fromkeys(self._counts, len(places)))
        return _Restricted(self._globals, few, len(places) / self.length if self.is_sum else 1.0)


class _Restricted:
    """Names of a module with other values, for a while; gives the share of the sum they make."""

    def __init__(self, names: dict[str, Any], others: dict[str, Any], share: float) -> None:
        self._names = names
        self._others = others
        self._share = share
        self._before: dict[str, Any] = {}

    def __enter__(self) -> float:
        self._before = {name: self._names[name] for name in self._others}
        self._names.update(self._others)
        return self._share

    def __exit__(self, *_error: object) -> None:
        self._names.update(self._before)


def _data_of(loss: Loss) -> Data:
    """The data that the loss is a mean or a sum over, found out by halving it."""
    for data in _candidates(loss):
        half = range(data.length // 2)
        rest = range(data.length // 2, data.length)
        whole = loss.value(loss.start)
        first, second = (_value_on(data, loss, loss.start, part) for part in (half, rest))
        if _equal(whole, (len(half) * first + len(rest) * second) / data.length):
            return data
        if _equal(whole, first + second):
            data.is_sum = True
            return data
    raise Problem("Batches are not possible here: the loss is no mean over lists of the module.",
                  "Use all data at each step, or write the loss as a `mean(...)` over lists.",
                  kind=KIND)


def _candidates(loss: Loss) -> Iterator[Data]:
    """Groups of lists of one length, the longest first."""
    read = {name: loss.globals[name] for name in names_read(loss.function, loss.globals)}
    lists: dict[str, Sequence[Any]] = {
             name: value for name, value in read.items()
             if isinstance(value, list | tuple) and len(value) > 1}
    for length in sorted({len(value) for value in lists.values()}, reverse=True):
        counts = [name for name, value in read.items() if type(value) is int and value == length]
        same = {name: value for name, value in lists.items() if len(value) == length}
        yield Data(loss, same, counts)


def _value_on(data: Data, loss: Loss, point: Point, places: Sequence[int]) -> float:
    with data.at(places):
        return loss.value(point)


def _equal(a: float, b: float) -> bool:
    return isclose(a, b, rel_tol=AGREEMENT, abs_tol=AGREEMENT)
