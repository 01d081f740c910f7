"""Self-check: compiled code is held against the engine, before it is used and while it is.

The compiler is long, and a fault in it would be a wrong number without a word. So each variant is
compared, value and gradient, with the engine where it was traced and at two points beside that;
and later at a sample of the points at which it is used, with plain floats besides: at the first
that come up, and from then on for a small share of the time. The first disagreement is a `Fault`:
it has all that a report needs, and from then on the loss runs eagerly.

Two right results of one formula may differ in their last digits, and in a long recurrence in more
than these. How much is measured, not guessed: the program is run step by step with each result off
by some last digits, and what lies within the spread of that is no disagreement.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from math import inf, isfinite
from random import Random
from time import perf_counter
from typing import Any, Self

from ..gradients import gradient_by
from ..handle import number
from ..joining import leave
from ..node import Node
from ..primitives import PRIMITIVES
from .program import GUARDS, Program
from .trace import NotTraceable, gradient_terms, observe, program_of
from .variant import Mismatch, NotFinite, Result, Variant

SHARE = 0.02
FREE = {"call": 2, "grid": 2}
LAST_DIGITS = 1e-12
SUBNORMAL = 1e-300  # smaller floats have fewer digits
STEPS_APART = (1.0, 1 / 64, 1 / 4096)
RUNS = 3
ULPS = 4e-16
SPREADS = 64.0


@dataclass(frozen=True)
class Fault:
    """Where compiled code was wrong, and what it was.

    point       where
    compiled    what the compiled code gave: value and gradient; or how it, or the compiler, failed
    right       the same from the engine; None where the loss raises `error` instead
    variant     the compiled code; None where the compiler failed
    """

    point: tuple[float, ...]
    compiled: Result | Exception
    right: Result | None
    variant: Variant | None
    error: Exception | None = None

    @property
    def how(self) -> str:
        """'wasm' or 'python'; 'compiler' where that failed."""
        if self.variant is None:
            return "compiler"
        return "python" if self.variant.instance is None else "wasm"

    def __str__(self) -> str:
        right = self.right or f"{type(self.error).__name__}: {self.error}"
        return f"At {self.point} compiled code ({self.how}) gave {self.compiled!r}, not {right}."


class Evaluation:
    """One run of the loss on nodes. Its tape is let go at the end of a `with` block.

    `result` is the value and the gradient, None where an error is raised, which is in `error`.
    """

    def __init__(self, f: Callable[..., Any], leaves: list[Node], returned: Any) -> None:
        self.f = f
        self.leaves = leaves
        self.returned = returned
        self.result: Result | None = None
        self.error: Exception | None = None
        try:
            if isinstance(returned, Node):
                self.result = returned._value, gradient_by(leaves, returned)
            else:
                self.result = number(returned), (0.0,) * len(leaves)
        except Exception as error:
            self.error = error

    @classmethod
    def at(cls, f: Callable[..., Any], point: Sequence[float]) -> Evaluation:
        """Run the loss. What it raises is kept."""
        try:
            leaves, returned, _watch = observe(f, point)
        except Exception as error:
            failed = cls(f, [], 0.0)
            failed.result, failed.error = None, error
            return failed
        return cls(f, leaves, returned)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        for leaf in self.leaves:
            leave(leaf)

    def outcome(self) -> Result:
        """The result. Raises what was raised."""
        if self.error is not None:
            raise self.error
        assert self.result is not None
        return self.result

    def program(self) -> Program | None:
        """What was computed; None if that is no program."""
        try:
            return program_of(self.f, self.leaves, self.returned)
        except NotTraceable:
            return None


def disagreeing(
    results: Sequence[Result | Exception],
    found: Evaluation,
    program: Program,
    point: Sequence[float],
) -> Result | Exception | None:
    """The first result of compiled code that is not the engine's, as far as floats can tell."""
    return next((r for r in results if not _agrees(r, found, program, point)), None)


def _agrees(
    compiled: Result | Exception, found: Evaluation, program: Program, point: Sequence[float]
) -> bool:
    if isinstance(compiled, Exception):  # a primitive of the learner's own may raise anything
        return type(found.error) is type(compiled)
    if found.result is None:
        return False
    (value, gradient), (right, slopes) = compiled, found.result
    pairs = [(value, right), *zip(gradient, slopes, strict=False)]
    far = [k for k, (a, b) in enumerate(pairs) if not _near(a, b, max(abs(a), abs(b)))]
    if far and far[0] > 0:
        terms = [0.0, *gradient_terms(found.leaves, found.returned)]
        far = [k for k in far if not _near(*pairs[k], terms[k])]
    if not far:
        return True
    spreads = spread(program, point)
    return all(abs(pairs[k][0] - pairs[k][1]) <= SPREADS * spreads[k] for k in far)


def _near(a: float, b: float, size: float) -> bool:
    return a == b or abs(a - b) <= LAST_DIGITS * size + SUBNORMAL


def spread(program: Program, point: Sequence[float]) -> list[float]:
    """How far apart runs of the program lie that round differently: the value, and each slope.

    Infinite where rounding decides whether there is a number at all.
    """
    chance = Random(1)
    rows: list[list[float]] = []
    for _ in range(RUNS):
        try:
            rows.append(_rounding_otherwise(program, point, chance))
        except Exception:  # a primitive of the learner's own may raise anything
            return [inf] * (1 + len(point))
    spreads = [max(column) - min(column) for column in zip(*rows, strict=True)]
    return [s if isfinite(s) else inf for s in spreads]


def _rounding_otherwise(program: Program, point: Sequence[float], chance: Random) -> list[float]:
    """The value and the gradient, with each result off by some last digits."""

    def off(x: float) -> float:
        return x * (1.0 + chance.choice((-ULPS, 0.0, ULPS)))

    values = [off(x) for x in point]
    slopes: list[tuple[float | None, ...]] = [()] * len(point)
    operands: list[list[Any]] = [[] for _ in point]
    for op, *slots in list(zip(program.ops, *program.slots, strict=True))[len(point) :]:
        given = [slot for slot in slots if slot is not None]
        numbers = [values[x] if type(x) is int else float(x) for x in given]
        primitive = None if op in GUARDS else program.primitives.get(op) or PRIMITIVES[op]
        values.append(off(primitive.value(*numbers)) if primitive else 0.0)
        slopes.append(tuple(primitive.gradients_at(*numbers)) if primitive else ())
        operands.append(given)
    adjoints = [0.0] * len(values)
    adjoints[program.output] = 1.0
    for position in range(len(values) - 1, len(point) - 1, -1):
        if adjoints[position]:
            for operand, slope in zip(operands[position], slopes[position], strict=False):
                if type(operand) is int and slope is not None:
                    adjoints[operand] += off(slope * adjoints[position])
    return [values[program.output], *adjoints[: len(point)]]


def beside(point: Sequence[float], scale: float) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Two points, on either side of this one: each parameter moves, each by another distance."""
    moves = [
        scale * 0.01 * (0.5 + (0.618 * (k + 1)) % 1.0) * (-1.0) ** k * max(1.0, abs(x))
        for k, x in enumerate(point)
    ]
    ahead = tuple([x + move for x, move in zip(point, moves, strict=True)])
    behind = tuple([x - move for x, move in zip(point, moves, strict=True)])
    return ahead, behind


def everything(variant: Variant, point: Sequence[float]) -> list[Result | Exception]:
    """What each entry of the compiled code gives. Raises Mismatch and NotFinite.

    Those for values alone have no gradient. What else is raised is the last result.
    """
    x = array("d", point[:1])
    results: list[Result | Exception] = []
    try:
        results += [variant.value_and_gradient(point)]
        results += [(variant.value(point), ())]
        (cell,), failed = variant.grid(point, 0, None, x, array("d", [0.0]))
    except (Mismatch, NotFinite):
        raise
    except Exception as error:  # code with a fault in it may raise anything
        return [*results, error]
    return results if failed else [*results, (cell, ())]


class Budget:
    """How many checks may be made while compiled code is used, and how much time they may take.

    Some of each kind for each variant, however long they take, as most faults show at once; then
    only a small share of the time that has passed. What proves a variant before it is used does not
    count.
    """

    def __init__(self) -> None:
        self.began = perf_counter()
        self.free = dict.fromkeys(FREE, 0)
        self.spent = 0.0
        self.last = 0.0
        self.is_spending = False

    def begin(self) -> None:
        """There is one more variant."""
        for kind, count in FREE.items():
            self.free[kind] += count

    def grants(self, kind: str) -> bool:
        """Whether one more check is made: a free one, or one as long as the last in the share."""
        if self.free[kind]:
            self.free[kind] -= 1
            return True
        return self.spent + self.last <= SHARE * (perf_counter() - self.began)

    @contextmanager
    def spending(self) -> Iterator[None]:
        """What is done in here is a check, or part of one."""
        if self.is_spending:
            yield
            return
        start, self.is_spending = perf_counter(), True
        try:
            yield
        finally:
            self.last = perf_counter() - start
            self.spent += self.last
            self.is_spending = False
