"""Roll: find what repeats in a program, and keep it once.

A mean over 1,000 points is traced as thousands of operations, but it is one small group of
operations, 1,000 times, with other constants. `roll` finds such groups, and turns the flat
program into a block: a list of steps and loops, whose bodies are blocks again.

How a repetition is found:

1. The *key* of an operation is its operator and the kinds of its operands (earlier value or
   constant), numbered, so that keys compare at once.
2. The rarest key that occurs often enough marks an outermost repetition; the distance between
   two of its occurrences is a candidate for the period. The region in which the list of keys
   equals itself, shifted by the period, is found by comparing list slices, at the speed of C.
3. In that region each operand, looked at over all repetitions, must be an arithmetic
   progression of positions (the value before, an outer value, element i of an earlier loop) or
   a column of constants. Where a progression breaks, the region ends.
4. The body, and what comes before and after the loop, are rolled in the same way.

Nothing is guessed: what does not fit exactly stays straight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple

from .program import Program

LEAST_COUNT = 3
LEAST_SAVING = 8
MOST_LOOPS = 64
MOST_PHASES = 4
_CHUNK = 4096
_WINDOW = 512


class Ref(NamedTuple):
    """The value at `base`, plus `strides[l]` positions for each repetition of loop number l."""

    base: int
    strides: tuple[int, ...]


class Column(NamedTuple):
    """A constant that varies: `values[sum(strides[l] * i_l)]` in repetitions i_l of the loops."""

    values: tuple[float, ...]
    strides: tuple[int, ...]


class Carried(NamedTuple):
    """The value at `ref` one repetition before, and `initial` in the first repetition."""

    ref: Ref
    initial: RolledOperand


RolledOperand = float | Ref | Column | Carried


@dataclass(eq=False)
class Step:
    """An operation of a block; `position` is that of its first repetition."""

    op: str
    operands: list[Any]
    position: int


@dataclass(eq=False)
class Loop:
    """A block that is repeated `count` times; each repetition takes `period` positions."""

    position: int
    period: int
    count: int
    body: list[Step | Loop]


Block = list[Step | Loop]


@dataclass
class Rolled:
    """A program as a block; `output` is a position of the program."""

    program: Program
    block: Block
    loops: list[Loop] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many steps are left when each loop's body counts once."""
        return sum(1 for _ in walk(self.block))


def walk(block: Block) -> Iterator[Step]:
    """All steps of a block and of the loops in it, in order."""
    for item in block:
        if isinstance(item, Step):
            yield item
        else:
            yield from walk(item.body)


def loops_of(block: Block) -> Iterator[Loop]:
    """All loops of a block, an outer one before those in it."""
    for item in block:
        if isinstance(item, Loop):
            yield item
            yield from loops_of(item.body)


def roll(program: Program, depth: int = 8) -> Rolled:
    """Roll a program, with loops nested at most `depth` deep (0: keep it straight)."""
    inputs = len(program.names)
    lines = _Lines(
        program.ops[inputs:],
        [column[inputs:] for column in program.slots],
        inputs,
        0,
    )
    block = _Roller(depth).roll(lines)
    return Rolled(program, block, list(loops_of(block)))


@dataclass
class _Lines:
    """A contiguous stretch of operations, `depth` loops deep. Entry k is at position start + k."""

    ops: list[str]
    slots: list[list[Any]]
    start: int
    depth: int

    def part(self, low: int, high: int) -> _Lines:
        return _Lines(
            self.ops[low:high], [s[low:high] for s in self.slots], self.start + low, self.depth
        )

    def steps(self) -> Block:
        """As they are, one step each."""
        return [
            Step(op, [_plain(o) for o in operands if o is not None], self.start + k)
            for k, (op, *operands) in enumerate(zip(self.ops, *self.slots, strict=True))
        ]


def _plain(operand: Any) -> RolledOperand:
    return Ref(operand, ()) if type(operand) is int else operand


class _Region(NamedTuple):
    start: int
    period: int
    times: int
    body: _Lines


class _Roller:
    def __init__(self, depth: int) -> None:
        self.depth = depth
        self.found = 0

    def roll(self, lines: _Lines) -> Block:
        """The lines as a block: what comes before the loop, the loop, what comes after it."""
        region = None
        if lines.depth < self.depth and self.found < MOST_LOOPS:
            region = _find(lines)
        if region is None:
            return lines.steps()
        self.found += 1
        end = region.start + region.period * region.times
        loop = Loop(
            lines.start + region.start, region.period, region.times, self.roll(region.body)
        )
        return [
            *self.roll(lines.part(0, region.start)),
            loop,
            *self.roll(lines.part(end, len(lines.ops))),
        ]


def _keys(lines: _Lines) -> list[int]:
    """The operations' keys, as small integers."""
    columns = [column for column in lines.slots if column.count(None) < len(column)]
    kinds = [_kinds(column, lines.depth) for column in columns]
    table: dict[tuple[Any, ...], int] = {}
    return list(map(table.setdefault, zip(lines.ops, *kinds, strict=True), count()))


def _kinds(column: list[Any], depth: int) -> list[type]:
    kinds = list(map(type, column))
    if depth:
        kinds = [float if kind is Column else kind for kind in kinds]
    return kinds


def _find(lines: _Lines) -> _Region | None:
    """The first repetition found, trying the rarest keys first."""
    if len(lines.ops) < LEAST_SAVING:
        return None
    keys = _keys(lines)
    if len(keys) > 4 * _WINDOW:
        middle = len(keys) // 2
        region = _find_near(lines, keys, middle - _WINDOW, middle + _WINDOW)
        if region is not None and 2 * region.times * region.period > len(keys):
            return region
    return _find_near(lines, keys, 0, len(keys))


def _find_near(lines: _Lines, keys: list[int], low: int, high: int) -> _Region | None:
    """The first repetition around a place in this part of the keys."""
    part = keys[low:high]
    counts = sorted(Counter(part).items(), key=lambda item: item[1])
    for key, number in counts:
        if number < LEAST_COUNT - 1:
            continue
        places = [low + k for k, other in enumerate(part) if other == key]
        anchor = places[number // 2 - 1]
        for later in places[number // 2 : number // 2 + 4]:
            region = _region(lines, keys, anchor, later - anchor)
            if region is not None:
                return region
    return None


def _region(lines: _Lines, keys: list[Any], anchor: int, period: int) -> _Region | None:
    """The repetition of this period around the anchor, or None."""
    low, high = _extent(keys, anchor, period)
    if (high - low) // period < LEAST_COUNT - 1:
        return None
    best: tuple[int, int, _Lines] | None = None
    for phase in _phases(lines, low, period)[:MOST_PHASES]:
        start = low + phase
        fitted = _fit(lines, start, period, (high - start) // period)
        if fitted and (best is None or fitted[1] > best[1]):
            best = fitted
    if best is None:
        return None
    start, count, body = best
    if count < LEAST_COUNT or (count - 1) * period < LEAST_SAVING:
        return None
    return _Region(start, period, count, body)


def _extent(keys: list[Any], anchor: int, period: int) -> tuple[int, int]:
    """The largest stretch around the anchor in which keys repeat with the period."""
    low = anchor
    size = _CHUNK
    while size:
        while low >= size and keys[low - size : low] == keys[low - size + period : low + period]:
            low -= size
        size //= 4
    high, last = anchor, len(keys) - period
    size = _CHUNK
    while size:
        while high + size <= last and (
            keys[high : high + size] == keys[high + period : high + size + period]
        ):
            high += size
        size //= 4
    return low, high + period


def _phases(lines: _Lines, low: int, period: int) -> list[int]:
    """Where in the period the body may begin: where the fewest values cross its boundary.

    An operand d positions back crosses the boundaries in the d positions up to its user; the
    crossings are summed by their differences, for all boundaries at once.
    """
    changes = [0] * (2 * period + 1)
    base = lines.start + low + period
    for column in lines.slots:
        for k in range(period):
            at = low + period + k
            operand = column[at] if at < len(column) else None
            position = getattr(operand, "base", operand)
            if type(position) is int and 0 < base + k - position < period:
                changes[period + k - (base + k - position) + 1] += 1
                changes[period + k + 1] -= 1
    crossing = [0] * period
    total = 0
    for k in range(2 * period):
        total += changes[k]
        crossing[k % period] += total
    least = min(crossing)
    return [phase for phase, crossed in enumerate(crossing) if crossed == least]


def _fit(
    lines: _Lines, start: int, period: int, count: int
) -> tuple[int, int, _Lines] | None:
    """Narrow the region until each operand is one progression or column; give the body."""
    while count >= LEAST_COUNT - 1:
        if _earlier(lines, start, period, count):
            return start - period, count + 1, _body(lines, start - period, period, count + 1)
        first, last = 0, count
        for column in lines.slots:
            for k in range(start, start + period):
                values = column[k : k + period * (count - 1) + 1 : period]
                low, high = _steady(values, period, lines.start + start)
                first, last = max(first, low), min(last, high)
        if first == 0 and last == count:
            enough = count >= LEAST_COUNT
            return (start, count, _body(lines, start, period, count)) if enough else None
        start, count = start + first * period, last - first
    return None


def _earlier(lines: _Lines, start: int, period: int, count: int) -> bool:
    """Whether one more repetition fits in front, if values carried into it may be anything."""
    before = start - period
    if before < 0 or lines.ops[before:start] != lines.ops[start : start + period]:
        return False
    for column in lines.slots:
        for k in range(before, start):
            values = column[k : k + period * count + 1 : period]
            if _steady(values, period, lines.start + before) != (0, count + 1):
                return False
    return True


def _steady(values: list[Any], period: int, start: int) -> tuple[int, int]:
    """The part [low, high) of a slot's operands that makes one operand, the whole if it can.

    The first repetition is at `start`. Its operand may differ where the others are values of the
    repetition just before theirs: it is what is carried in.
    """
    count = len(values)
    kind = type(values[-1])
    if values[0] is None or count < 2:
        return 0, count
    if kind is int:
        return _progression(values, period, start)
    if kind is Ref:
        return _progression_of_refs(values, period, start)
    if kind is Carried:
        return 0, 1
    return (0 if type(values[0]) in (float, Column) else 1), count


def _progression(values: list[int], period: int, start: int) -> tuple[int, int]:
    count = len(values)
    if _is_progression(values) or (
        start <= values[1] < start + period
        and (count < 3 or values[-1] - values[-2] == period)
        and _is_progression(values[1:])
    ):
        return 0, count
    middle = count // 2
    step = values[middle] - values[middle - 1]
    low, high = middle - 1, middle
    while low > 0 and values[low] - values[low - 1] == step:
        low -= 1
    while high + 1 < count and values[high + 1] - values[high] == step:
        high += 1
    if low > 0 and step == period and 0 <= values[low] - start - (low - 1) * period < period:
        low -= 1
    return low, high + 1


def _is_progression(values: list[int]) -> bool:
    first, count = values[0], len(values)
    if type(first) is not int:
        return False
    step = values[1] - first if count > 1 else 1
    if not step:
        return values.count(first) == count
    return values == list(range(first, first + step * count, step))


def _progression_of_refs(values: list[Any], period: int, start: int) -> tuple[int, int]:
    last = values[-1]
    alike = [type(v) is Ref and v.strides == last.strides for v in values]
    if not all(alike[1:]):
        return (0, 1)
    bases = [v.base for v in values[1:]]
    if alike[0] and _is_progression([values[0].base, *bases]):
        return 0, len(values)
    if (
        start <= bases[0] < start + period
        and (len(bases) < 2 or bases[1] - bases[0] == period)
        and _is_progression(bases)
    ):
        return 0, len(values)
    if not alike[0]:
        return (1, len(values))
    return _progression([values[0].base, *bases], period, start)


def _body(lines: _Lines, start: int, period: int, count: int) -> _Lines:
    slots = [
        [
            _merge(column[k : k + period * (count - 1) + 1 : period],
                   lines.start + start, period, lines.depth)
            for k in range(start, start + period)
        ]
        for column in lines.slots
    ]
    return _Lines(
        lines.ops[start : start + period], slots, lines.start + start, lines.depth + 1
    )


def _merge(values: list[Any], start: int, period: int, depth: int) -> Any:
    """The operands of one slot over all repetitions, as one operand of the body."""
    last = values[-1]
    if last is None:
        return None
    if type(last) is int:
        return _carry_or_ref(values[0], Ref(last, ()), values[-2], len(values), start, period)
    if type(last) is Ref:
        return _carry_or_ref(values[0], last, values[-2].base, len(values), start, period)
    return _column(values, depth)


def _carry_or_ref(
    initial: Any, last: Ref, before: int, count: int, start: int, period: int
) -> Any:
    stride = last.base - before
    base = last.base - stride * (count - 1)
    ref = Ref(base, (*last.strides, stride))
    if stride == period and start - period <= base < start:
        return Carried(ref, _plain(initial))
    return ref


def _column(values: list[Any], depth: int) -> Any:
    """Constants as one column: repetition by repetition, within those of the outer loops."""
    first = values[0]
    if type(first) is float and values.count(first) == len(values):
        return first
    if not depth or all(type(v) is float for v in values):
        return Column(tuple(values), (0,) * depth + (1,))
    if type(first) is Column and all(v is first or v == first for v in values):
        return Column(first.values, (*first.strides, 0))
    widest = max((v for v in values if type(v) is Column), key=lambda v: len(v.values))
    strides, size, inner = widest.strides, len(widest.values), len(values)
    parts = [v.values if type(v) is Column and v.strides == strides else None for v in values]
    spread = [
        part or tuple(_spread(v, strides, size)) for part, v in zip(parts, values, strict=True)
    ]
    flat = tuple(x for row in zip(*spread, strict=True) for x in row)
    return Column(flat, (*(stride * inner for stride in strides), 1))


def _spread(value: Any, strides: tuple[int, ...], size: int) -> Iterator[float]:
    """A constant, or a column of fewer dimensions, over the table of a wider one."""
    if type(value) is float:
        yield from (value for _ in range(size))
        return
    for k in range(size):
        place, rest = 0, k
        for wide, own in zip(strides, value.strides, strict=True):
            index, rest = divmod(rest, wide) if wide else (0, rest)
            place += index * own
        yield value.values[place]
