"""Links: where each operand of a rolled program finds its value.

After rolling, an operand is a position that walks as the loops around its user go on. Code needs
to know what that means: a value of the same repetition, the one before, the last of a loop that
has ended, or element i of an earlier loop. `link` replaces each operand by one of:

    float     a constant
    Table     a constant that varies: an element of a column
    Input     a parameter, or element i of the parameters
    Same      a value of the same repetition, or of a block around it
    Before    a value of the repetition before (in the first one: an initial operand)
    Last      what a value was when its loop ended
    Element   a value of an earlier loop, by its index

Where a position walks in a way that is none of these, `Unsupported` is raised, and the program is
rolled less deeply.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from .program import Program
from .roll import Block, Carried, Column, Loop, Ref, Rolled, RolledOperand, Step, roll

Path = tuple[Loop, ...]


class Unsupported(Exception):
    """The rolled program cannot be linked as it is; a flatter one can."""


class Index(NamedTuple):
    """An element's place: `constant` plus `factor * i_loop` for each (loop, factor)."""

    constant: int
    terms: tuple[tuple[Loop, int], ...]


class Table(NamedTuple):
    values: tuple[float, ...]
    index: Index  # type: ignore[assignment]  # hides tuple.index, which nothing here calls


class Input(NamedTuple):
    index: Index  # type: ignore[assignment]  # hides tuple.index, which nothing here calls


class Same(NamedTuple):
    step: Step


class Before(NamedTuple):
    """`source` is the value carried from one repetition of `loop` to the next."""

    loop: Loop
    source: Same | Last
    initial: Link


class Last(NamedTuple):
    step: Step
    loop: Loop


class Element(NamedTuple):
    """`scope` are the loops within whose one repetition the elements are kept."""

    step: Step
    scope: Path
    index: Index  # type: ignore[assignment]  # hides tuple.index, which nothing here calls


Link = float | Table | Input | Same | Before | Last | Element


@dataclass
class Linked:
    """A rolled program with all operands found. `paths` gives the loops around each step.

    `strides[step]` is how far apart its repetitions lie in the program, for each of those loops.
    The first repetition of a step in `virtual` is not in the program: it adds to 0.
    """

    rolled: Rolled
    operands: dict[Step, list[Link]]
    paths: dict[Step, Path]
    output: Link
    strides: dict[Step, tuple[int, ...]] = field(default_factory=dict)
    virtual: set[Step] = field(default_factory=set)

    def position(self, step: Step, indices: Sequence[int]) -> int | None:
        """Where in the program the step's repetition is; None if it is not there."""
        if step in self.virtual:
            if not indices[-1]:
                return None
            indices = [*indices[:-1], indices[-1] - 1]
        strides = self.strides[step]
        return step.position + sum(i * s for i, s in zip(indices, strides, strict=False))


def link(rolled: Rolled) -> Linked:
    """Find all operands. Raises Unsupported."""
    linker = _Linker(rolled)
    linker.visit(rolled.block, ())
    output = linker.of(Ref(rolled.program.output, ()), ())
    strides = {s: tuple(loop.period for loop in path) for s, path in linker.paths.items()}
    return Linked(rolled, linker.operands, linker.paths, output, strides)


def roll_linked(program: Program, most: int) -> tuple[Rolled, Linked | None]:
    """Roll as deeply as can be linked; where more than `most` steps are left, nothing is linked."""
    return next(rollings(program, most))


def rollings(program: Program, most: int) -> Iterator[tuple[Rolled, Linked | None]]:
    """The same for each depth at which the program can be linked, the deepest first."""
    for depth in (8, 1, 0):
        rolled = roll(program, depth)
        if rolled.size > most:
            yield rolled, None
            return
        try:
            yield rolled, link(rolled)
        except Unsupported:
            continue


class _Linker:
    def __init__(self, rolled: Rolled) -> None:
        self.block = rolled.block
        self.inputs = len(rolled.program.names)
        self.operands: dict[Step, list[Link]] = {}
        self.paths: dict[Step, Path] = {}
        self.starts: dict[int, list[int]] = {}

    def visit(self, block: Block, path: Path) -> None:
        for item in block:
            if isinstance(item, Loop):
                self.visit(item.body, (*path, item))
            else:
                self.paths[item] = path
                self.operands[item] = [self.of(operand, path) for operand in item.operands]

    def of(self, operand: RolledOperand, path: Path) -> Link:
        """The link of an operand that is used within the loops of `path`."""
        if isinstance(operand, float):
            return operand
        if isinstance(operand, Column):
            return Table(operand.values, _index(0, path, operand.strides))
        if isinstance(operand, Carried):
            return self._before(operand, path)
        return self._value(operand, path)

    def _before(self, carried: Carried, path: Path) -> Before:
        if len(carried.ref.strides) > len(path):
            raise Unsupported
        path = path[: len(carried.ref.strides)]
        loop = path[-1]
        ahead = carried.ref._replace(base=carried.ref.base + loop.period)
        source = self._value(ahead, path)
        if not isinstance(source, Same | Last) or not self._inside(source, loop):
            raise Unsupported
        if self._is_within(carried.initial, loop):
            raise Unsupported  # it would begin with what it has yet to compute
        return Before(loop, source, self.of(carried.initial, path[:-1]))

    def _is_within(self, operand: RolledOperand, loop: Loop) -> bool:
        if not isinstance(operand, Ref) or operand.base < self.inputs:
            return False
        _, around, _ = self._locate(operand.base)
        return any(one is loop for one in around)

    def _inside(self, source: Same | Last, loop: Loop) -> bool:
        first = source.step.position
        return loop.position <= first < loop.position + loop.period

    def _value(self, ref: Ref, path: Path) -> Link:
        path = path[: len(ref.strides)]
        if ref.base < self.inputs:
            return self._input(ref, path)
        step, around, indices = self._locate(ref.base)
        shared = 0
        while shared < min(len(path), len(around)) and path[shared] is around[shared]:
            if indices[shared] or ref.strides[shared] != path[shared].period:
                raise Unsupported
            shared += 1
        rest = list(zip(path[shared:], ref.strides[shared:], strict=True))
        if len(around) == shared:
            if any(stride for _, stride in rest):
                raise Unsupported
            return Same(step)
        return _element(step, around, shared, indices, rest)

    def _input(self, ref: Ref, path: Path) -> Input:
        index = _index(ref.base, path, ref.strides)
        for corner in _corners([loop for loop, _ in index.terms]):
            place = ref.base + sum(f * i for (_, f), i in zip(index.terms, corner, strict=True))
            if not 0 <= place < self.inputs:
                raise Unsupported
        return Input(index)

    def _locate(self, position: int) -> tuple[Step, Path, list[int]]:
        """The step that has its value at a position, the loops around it, and their indices."""
        block = self.block
        path: list[Loop] = []
        indices: list[int] = []
        while True:
            starts = self.starts.get(id(block))
            if starts is None:
                starts = self.starts[id(block)] = [item.position for item in block]
            item = block[bisect_right(starts, position) - 1]
            if isinstance(item, Step):
                return item, tuple(path), indices
            index, within = divmod(position - item.position, item.period)
            path.append(item)
            indices.append(index)
            block, position = item.body, item.position + within


def _index(base: int, path: Path, strides: Sequence[int]) -> Index:
    return Index(
        base, tuple((loop, s) for loop, s in zip(path, strides, strict=False) if s)
    )


def _corners(loops: list[Loop]) -> list[tuple[int, ...]]:
    return list(product(*((0, loop.count - 1) for loop in loops)))


def _element(
    step: Step, around: Path, shared: int, indices: list[int], rest: list[tuple[Loop, int]]
) -> Last | Element:
    """A value inside loops that its user is not in: by its index in them, flattened."""
    own = around[shared:]
    places = indices[shared:]
    moving = [(loop, stride) for loop, stride in rest if stride]
    if not moving and all(
        place == loop.count - 1 for place, loop in zip(places, own, strict=True)
    ):
        return Last(step, own[0])
    moves = [(loop, _digits(stride, own)) for loop, stride in moving]
    _check_bounds(places, own, moves)
    widths = [1]
    for loop in reversed(own[1:]):
        widths.insert(0, widths[0] * loop.count)
    flat = sum(p * w for p, w in zip(places, widths, strict=True))
    terms = tuple(
        (loop, sum(d * w for d, w in zip(digits, widths, strict=True))) for loop, digits in moves
    )
    return Element(step, around[:shared], Index(flat, terms))


def _digits(stride: int, loops: Path) -> list[int]:
    """A stride in positions, as so many repetitions of each loop. Raises Unsupported."""
    digits = []
    for loop in loops:
        digit = int(stride / loop.period)
        digits.append(digit)
        stride -= digit * loop.period
    if stride:
        raise Unsupported
    return digits


def _check_bounds(places: list[int], own: Path, moves: list[tuple[Loop, list[int]]]) -> None:
    for corner in _corners([loop for loop, _ in moves]):
        for level, loop in enumerate(own):
            place = places[level] + sum(
                i * digits[level] for i, (_, digits) in zip(corner, moves, strict=True)
            )
            if not 0 <= place < loop.count:
                raise Unsupported
