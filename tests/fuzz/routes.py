"""Hold a random program against its witnesses, by every route to its numbers."""

from __future__ import annotations

import contextlib
import io
import math
from collections.abc import Callable, Sequence
from random import Random
from types import CodeType
from typing import Any, NamedTuple

import py_engine
from classroom.run.linked import LinkedEngine
from classroom.words.faults import Problem
from py_engine.gradients import flat_value_and_grad
from py_engine.jit import jit
from tests.fuzz import own_engine, witness
from tests.fuzz.programs import Written
from tests.unit.jit.wasmtime_host import instantiate

NEAR = 1e-10
TINY = 1e-13
NOISES = 3
NOT_THERE = frozenset({TypeError, AttributeError, Problem})
"""What is raised where the own engine has no such operation, as floats never do."""
PRELUDE = """\
from math import floor
from py_engine import (GradientDescent, Node, acos, atan, cos, descend, exp, grad, hypot, log,
                       maximum, mean, minimum, relu, sigmoid, sin, softplus, sqrt, stop_gradient,
                       tanh, where)

def number(x):
    return x.value if isinstance(x, Node) else x

def slope(f, at):
    return grad(f)(at)

def descended(f, start):
    *_, last = descend(f, (start,), GradientDescent(0.1), 3)
    return last.point[0]

"""
_PRELUDE = compile(PRELUDE, "<prelude>", "exec")


class Outcome(NamedTuple):
    """A value and a gradient, or the type of what was raised."""

    value: float
    gradient: tuple[float, ...]
    raised: type[BaseException] | None = None
    doubtful: bool = False

    @property
    def finite(self) -> bool:
        return self.raised is None and all(map(math.isfinite, (self.value, *self.gradient)))


def outcome(call: Callable[..., Any], point: Sequence[float]) -> Outcome:
    try:
        value, gradient, *doubt = call(*point)
    except Exception as error:
        return Outcome(math.nan, (), type(error))
    return Outcome(value, tuple(gradient), doubtful=bool(doubt and doubt[0]))


def wrong_numbers(program: Written) -> list[str]:
    """What is wrong with this program's numbers, in sentences. [] if nothing is."""
    with contextlib.redirect_stdout(io.StringIO()):
        return _Case(program).wrong()


def own_outcome(program: Written) -> Outcome:
    """What the student's engine gives at the program's first point."""
    with contextlib.redirect_stdout(io.StringIO()):
        return _Case(program).by_own_engine(program.points[0])


class _Case:
    """One program in copies: compiled in two ways, on nodes, on plain floats, on duals."""

    def __init__(self, program: Written) -> None:
        self.program = program
        source = compile(program.source, "<program>", "exec")
        self.spaces = {
            way: _space(source, engine=way in ("python", "wasm", "nodes"))
            for way in ("python", "wasm", "nodes", "floats", "duals")
        }
        self.own = LinkedEngine(own_engine)
        self.spaces["own"] = _space(source, engine=True, in_place=vars(self.own.facade))
        self.jits = {"python": jit(self._loss("python")),
                     "wasm": jit(self._loss("wasm"), instantiate)}

    def _loss(self, way: str) -> Any:
        loss: Any = self.spaces[way]["loss"]
        return loss

    def wrong(self) -> list[str]:
        found: list[str] = []
        points = self.program.points
        for change in ("", *self.program.changes):
            changed = compile(change, "<change>", "exec")
            for space in self.spaces.values():
                exec(changed, space)
            for point in points if not change else (points[0], points[-1], points[1]):
                found += [f"at {point} after {change!r}: {line}" for line in self._at(point)]
            found += [f"after {change!r}: {line}" for line in self._grid(points[0])]
            found += [f"{way} is lowered unsoundly, and rolled less deeply then"
                      for way, compiled in self.jits.items()
                      if any(variant.unsound for variant in compiled.variants)]
        return found + [f"{way}: {compiled.fault}" for way, compiled in self.jits.items()
                        if compiled.fault]

    def _at(self, point: tuple[float, ...]) -> list[str]:
        if self.program.remembers:
            return self._remembered(point)
        plain = outcome(lambda *p: (float(self._loss("floats")(*p)), ()), point)
        eager = outcome(flat_value_and_grad(self._loss("nodes")), point)
        yardstick = _Yardstick(self._loss("duals"), point)
        found = _compared("eager", eager, plain, yardstick)
        own = self.by_own_engine(point)
        if own.raised not in NOT_THERE:
            found += _compared("own engine", own, plain, yardstick)
        for way, compiled in self.jits.items():
            fast = outcome(compiled.flat, point)
            found += [f"{way} {line}" for line in _agreeing(fast, eager, yardstick)]
            alone = outcome(lambda *p: (compiled.value(*p), ()), point)  # noqa: B023  # used here
            if alone.raised is not plain.raised:
                found.append(f"{way} alone raises {alone.raised}, plain floats {plain.raised}")
            elif plain.raised is None and not yardstick.close(0, alone.value, plain.value):
                found.append(f"{way} alone gives {alone.value}, plain floats {plain.value}")
        return found

    def by_own_engine(self, point: tuple[float, ...]) -> Outcome:
        """What the student's engine gives, in place of ours."""
        return outcome(lambda *p: self.own.evaluate(self._loss("own"), p)[:2], point)

    def _remembered(self, point: tuple[float, ...]) -> list[str]:
        """A loss of another value at each call gives that of its next call, whoever calls it."""
        found = []
        for way, compiled in self.jits.items():
            self.spaces["floats"]["calls"] = self.spaces[way]["calls"]
            fast = outcome(compiled.flat, point)
            plain = outcome(lambda *p: (float(self._loss("floats")(*p)), ()), point)
            if fast.raised or plain.raised or not math.isfinite(plain.value):
                continue
            if not math.isclose(fast.value, plain.value, rel_tol=1e-9, abs_tol=1e-9):
                found.append(f"{way} remembers {fast.value}, plain floats {plain.value}")
        return found

    def _grid(self, start: tuple[float, ...]) -> list[str]:
        if self.program.remembers:
            return []
        y = 1 if len(start) > 1 else None
        xs = [start[0] - 1.5, start[0], start[0] + 0.7]
        ys = [start[1] + 0.4, start[1] - 2.0] if y else [0.0]
        found = []
        grids = {way: compiled.grid(start, 0, y, xs, ys) for way, compiled in self.jits.items()}
        for cell in range(len(xs) * len(ys)):
            row, column = divmod(cell, len(xs))
            point = (xs[column], *([ys[row]] if y else []), *start[2 if y else 1 :])
            plain = outcome(lambda *p: (float(self._loss("floats")(*p)), ()), point)
            right = plain.value if math.isfinite(plain.value) else math.nan
            for way, values in grids.items():
                value = values[cell]
                if math.isnan(value) and math.isnan(right):
                    continue
                if not _Yardstick(self._loss("duals"), point).close(0, value, right):
                    found.append(f"{way} draws {value} at {point}, plain floats {right}")
        return found


def _space(
    source: CodeType, *, engine: bool, in_place: dict[str, Any] | None = None
) -> dict[str, Any]:
    """A module of the program's text: with the engine's names, or the witness's; some replaced."""
    space: dict[str, Any] = {} if engine else dict(witness.NAMES)
    space["__name__"] = "learners"
    if engine:
        exec(_PRELUDE, space)
    space |= {name: value for name, value in (in_place or {}).items() if name[0] != "_"}
    exec(source, space)
    return space


class _Yardstick:
    """How near two results must be to be the same, for floats that round."""

    def __init__(self, loss: Any, point: tuple[float, ...]) -> None:
        self.loss = loss
        self.point = point
        self.noisy: list[list[float]] = []

    def close(self, k: int, a: float, b: float) -> bool:
        """Whether two values (k = 0), or slopes by parameter k - 1, are the same."""
        if _same(a, b):
            return True
        if not self.noisy:
            for seed in range(NOISES):
                try:
                    value, slopes, _ = witness.derivative(
                        self.loss, self.point, False, Random(seed)
                    )
                except Exception:
                    return True  # rounding decides whether there is a value at all
                self.noisy.append([value, *slopes])
        seen = [row[k] for row in self.noisy]
        spread = max(seen) - min(seen)
        return not abs(a - b) > 64 * spread  # a nan leaves nothing to compare

    def exact(self, near: Outcome) -> Outcome:
        """What the duals give: floats, if these are near enough, else 40 digits."""
        found = outcome(lambda *p: witness.derivative(self.loss, p, exact=False), self.point)
        if found.finite and all(map(_same, found.gradient, near.gradient)):
            return found
        return outcome(lambda *p: witness.derivative(self.loss, p), self.point)


def _same(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= NEAR * max(abs(a), abs(b)) + TINY


def _compared(
    way: str, found: Outcome, plain: Outcome, yardstick: _Yardstick
) -> list[str]:
    """An engine against floats (values, and what is raised) and duals (gradients)."""
    if found.raised is not plain.raised and found.raised is not py_engine.GradientError:
        return [f"{way} raises {found.raised}, plain floats {plain.raised}"]
    if plain.raised:
        return []
    exact = yardstick.exact(found)
    if found.raised:
        lost = exact.raised or not exact.finite or exact.doubtful or not math.isfinite(plain.value)
        return [] if lost else [
            f"{way} finds no gradient, the duals {exact.gradient}"
        ]
    wrong = []
    if not yardstick.close(0, found.value, plain.value):
        wrong.append(f"{way} gives {found.value}, plain floats {plain.value}")
    if exact.finite and not exact.doubtful:
        for k, (a, b) in enumerate(zip(found.gradient, exact.gradient, strict=True), 1):
            if not yardstick.close(k, a, b):
                wrong.append(f"{way} has the slope {a} by parameter {k - 1}, the duals {b}")
    return wrong


def _agreeing(found: Outcome, eager: Outcome, yardstick: _Yardstick) -> list[str]:
    """Compiled code against the engine."""
    if found.raised is not eager.raised:
        return [f"raises {found.raised}, eager {eager.raised}"]
    if found.raised:
        return []
    pairs = zip((found.value, *found.gradient), (eager.value, *eager.gradient), strict=True)
    return [f"has {a} for number {k}, eager {b}"
            for k, (a, b) in enumerate(pairs) if not yardstick.close(k, a, b)]
