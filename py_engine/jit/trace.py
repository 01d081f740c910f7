"""Trace: run a loss once on nodes, and read off the tape what it computed.

This is the only module of the jit that knows what a tape looks like. Foreign leaves (a `Node`
made inside the loss) become constants; operations of three operands or more become operations of
at most three; comparisons, and errors that were raised, become guards, each right behind the values
that it is about.

The tape does not know lines and names. `trace(f, point, annotate=True)` finds them by watching
Python run: after each line, what is new on the tape was written by that line, and a local
variable that holds a node gives it its name.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable, Sequence
from inspect import signature
from operator import itemgetter
from types import FrameType
from typing import Any

from ..handle import number
from ..joining import current_tape
from ..node import Node, pinned_leaf
from ..pausing import recorded
from ..primitives import BUILT_IN, PRIMITIVES
from ..tape import (
    ADJOINT,
    D_LEFT,
    D_RIGHT,
    LEAF,
    LEFT,
    OP,
    REST,
    RIGHT,
    VALUE,
    WIDTH,
    Escape,
    Guard,
    Raised,
    Tape,
)
from .program import ERRORS, Program, guard_name, prune

Loss = Callable[..., Any]

TESTS = {"<": "lt", "<=": "le", ">": "gt", ">=": "ge", "==": "eq", "!=": "ne"}
PAIRED = frozenset(("maximum", "minimum", "hypot"))
MOST_VISITS = 40
DEEP = 50


class NotTraceable(Exception):
    """The computation has no program. The message says why, in one sentence."""


def trace(
    f: Loss,
    point: Sequence[float],
    annotate: bool = False,
    keep_unused: bool = False,
    visits: float = MOST_VISITS,
) -> Program:
    """The program of `f` at this point. Raises what `f` raises, and NotTraceable.

    Operations that nothing depends on are left out, unless `keep_unused`. `annotate`: find names
    and lines, watching each function and line for its first `visits`.
    """
    program = program_of(f, *observe(f, point, annotate, visits))
    return program if keep_unused else prune(program)


def observe(
    f: Loss, point: Sequence[float], annotate: bool = False, visits: float = MOST_VISITS
) -> tuple[list[Node], Any, Watch | None]:
    """Run `f` on leaves at this point: the leaves, what it returned, and who watched."""
    tape = Tape()
    leaves = [pinned_leaf(tape, number(x)) for x in point]
    watch = Watch(leaves, file_of(f), visits) if annotate else None
    with recorded():
        return leaves, watch.run(f) if watch else f(*leaves), watch


def program_of(f: Loss, leaves: list[Node], result: Any, watch: Watch | None = None) -> Program:
    """The program of what `f` returned for these leaves. Raises NotTraceable.

    Operations that nothing depends on are in it.
    """
    if not isinstance(result, Node):
        raise NotTraceable("The loss does not depend on its parameters.")
    tape = current_tape(result)
    places = [leaf.position for leaf in leaves if current_tape(leaf) is tape]
    if len(places) < len(leaves):
        raise NotTraceable("The loss does not depend on all of its parameters.")
    program = read(tape, places, result.position, input_names(f, len(leaves)))
    if tape.escaped is not None:
        program.escaped = _reason(tape.escaped, file_of(f))
    if watch:
        watch.annotate(program)
    return program


def _reason(escape: Escape, file: str | None) -> str:
    """One sentence: what left the tape, and at which line of the learner's file."""
    place = f" (line {escape.line})" if escape.file == file else ""
    return f"The loss {escape.what}{place}: what comes of that is not recorded."


def gradient_terms(leaves: list[Node], result: Any) -> list[float]:
    """After a backward pass: for each leaf, how large the terms are that its gradient adds up."""
    if not isinstance(result, Node):
        return [0.0] * len(leaves)
    sizes = {leaf.position: 0.0 for leaf in leaves}
    cells = current_tape(result).cells
    for operand, local in ((LEFT, D_LEFT), (RIGHT, D_RIGHT)):
        columns = cells[operand::WIDTH], cells[local::WIDTH], cells[ADJOINT::WIDTH]
        for position, slope, adjoint in zip(*columns, strict=True):
            if slope is not None and position in sizes:
                sizes[position] += abs(slope * adjoint)
    return [sizes[leaf.position] for leaf in leaves]


def file_of(f: Loss) -> str | None:
    """The name of the file in which a function was written."""
    code = getattr(f, "__code__", None)
    return code.co_filename if code else None


def input_names(f: Loss, count: int) -> tuple[str, ...]:
    """The names of the parameters, or x0, x1, ... where the function does not tell."""
    try:
        parameters = list(signature(f).parameters.values())
    except (TypeError, ValueError):
        parameters = []
    names = [p.name for p in parameters if p.kind is not p.VAR_POSITIONAL][:count]
    return tuple(names + [f"x{k}" for k in range(len(names), count)])


def read(tape: Tape, places: list[int], output: int, names: tuple[str, ...]) -> Program:
    """The program on a tape, whose inputs are at these places."""
    ops = tape.cells[OP::WIDTH]
    inputs = len(places)
    plain = (
        not tape.guards
        and places == list(range(0, WIDTH * inputs, WIDTH))
        and ops.count(LEAF) == inputs
        and REST not in ops
    )
    program = _read_plainly(tape, ops, names) if plain else _Reader(tape, places, names).read()
    program.output = program.origins.index(output) if not plain else output // WIDTH
    program.primitives = {op: PRIMITIVES[op] for op in set(ops) - BUILT_IN - {LEAF, REST}}
    return program


def _read_plainly(tape: Tape, ops: list[str], names: tuple[str, ...]) -> Program:
    """The columns of the tape, as they are."""
    cells = tape.cells
    inputs = len(names)
    left = [x // WIDTH if x.__class__ is int else x for x in cells[LEFT::WIDTH]]
    right = [x // WIDTH if x.__class__ is int else x for x in cells[RIGHT::WIDTH]]
    ops = ["input"] * inputs + ops[inputs:]
    origins = list(range(0, len(cells), WIDTH))
    return Program(names, ops, left, right, [None] * len(ops), origins=origins)


class _Reader:
    """Reads a tape record by record: for tapes with guards, foreign leaves or long records."""

    def __init__(self, tape: Tape, places: list[int], names: tuple[str, ...]) -> None:
        self.tape = tape
        self.program = Program.of(names)
        self.program.origins = list(places)
        self.moved: dict[int, int | float] = {place: k for k, place in enumerate(places)}
        self.guards = sorted(((_latest(guard), guard) for guard in tape.guards), key=itemgetter(0))
        self.next_guard = 0

    def read(self) -> Program:
        cells = self.tape.cells
        for position in range(0, len(cells), WIDTH):
            op = cells[position + OP]
            if op == LEAF:
                self.moved.setdefault(position, cells[position + VALUE])
            elif op != REST:
                self._operation(position)
            self._guards_up_to(position)
        return self.program

    def _operation(self, position: int) -> None:
        operation = self.tape.operation(position)
        operands = [self._operand(operand) for operand in operation.operands]
        if operation.op in PAIRED and len(operands) != 2:
            self.moved[position] = self._in_pairs(operation.op, operands, position)
        elif len(operands) > 3:
            raise NotTraceable(f"{operation.op} of more than three numbers is not replayed.")
        else:
            self.moved[position] = self.program.add(operation.op, *operands, origin=position)

    def _operand(self, operand: int | float) -> int | float:
        return self.moved[operand] if type(operand) is int else operand

    def _in_pairs(self, op: str, operands: list[int | float], position: int) -> int | float:
        """max(a, b, c) as max(max(a, b), c); ties, which would be split otherwise, are guarded."""
        result = operands[0]
        if len(operands) == 1:
            if op == "hypot":
                return self.program.add("abs", result, origin=position)
            return result
        for operand in operands[1:]:
            if op != "hypot":
                self._no_tie(result, operand)
            last = operand is operands[-1]
            result = self.program.add(op, result, operand, origin=position if last else -1)
        return result

    def _no_tie(self, a: int | float, b: int | float) -> None:
        if self._value(a) == self._value(b):
            raise NotTraceable("The largest or smallest of several numbers is a tie here.")
        self.program.add(guard_name("ne", True), a, b)

    def _value(self, operand: int | float) -> float:
        """The number at a position, as far as the tape has it."""
        if type(operand) is float:
            return operand
        program, best = self.program, int(operand)
        origin = program.origins[best]
        if origin >= 0:
            return self.tape.value_of(origin)
        choose = max if program.ops[best] == "maximum" else min
        pair = program.left[best], program.right[best]
        return choose(self._value(x) for x in pair if x is not None)

    def _guards_up_to(self, position: int) -> None:
        while self.next_guard < len(self.guards):
            latest, guard = self.guards[self.next_guard]
            if latest > position:
                return
            self.next_guard += 1
            operands = list(map(self._operand, _operands(guard)))
            if int in map(type, operands):
                self.program.add(_name(guard), *operands)


def _operands(guard: Guard | Raised) -> tuple[int | float, ...]:
    return guard.operands if isinstance(guard, Raised) else (guard.left, guard.right)


def _latest(guard: Guard | Raised) -> int:
    """The last of the positions that a guard is about."""
    return max(operand for operand in _operands(guard) if type(operand) is int)


def _name(guard: Guard | Raised) -> str:
    if isinstance(guard, Guard):
        return guard_name(TESTS[guard.test], guard.outcome)
    name = f"{guard.op} raises {guard.error}"
    if name not in ERRORS:
        raise NotTraceable(f"The loss catches an error ({guard.error}) of {guard.op}.")
    return name


class Watch:
    """Watches a loss run on these leaves, and notes which line wrote what, and who is called what.

    It looks at the code of one file, and at each function and line for their first `visits`: what
    comes later repeats them, and watching takes longer than running.
    """

    def __init__(
        self, leaves: list[Node], file: str | None, visits: float = MOST_VISITS
    ) -> None:
        self.leaves = leaves
        self.tape = leaves[0].tape
        self.file = file
        self.most = visits
        self.at: dict[FrameType, tuple[int, int]] = {}
        self.lines: list[tuple[int, int, int]] = []
        self.calls: dict[int, int] = {}
        self.visits: dict[tuple[int, int], int] = {}
        self.names: dict[int, str] = {}
        self.numbers: list[tuple[int, int, dict[str, float]]] = []

    def run(self, f: Loss) -> Any:
        """What `f` returns for the leaves."""
        before = sys.gettrace()
        sys.settrace(self._called)
        try:
            return f(*self.leaves)
        finally:
            sys.settrace(before)

    def _called(self, frame: FrameType, event: str, argument: object) -> Any:
        code = frame.f_code
        if code.co_filename != self.file:
            return None
        calls = self.calls[id(code)] = self.calls.get(id(code), 0) + 1
        if calls > self.most:
            if frame.f_trace is not None:  # a generator goes on
                frame.f_trace = None
            if calls % DEEP == 0 and self._is_deep(frame):
                sys.settrace(None)  # the learner's code needs all of the stack that is left
            return None
        self.at[frame] = (self._written(), frame.f_lineno)
        return self._happened

    def _is_deep(self, frame: FrameType | None) -> bool:
        """Whether more than DEEP calls have led from `run` to here."""
        for _ in range(DEEP):
            if frame is None or frame.f_code is Watch.run.__code__:
                return False
            frame = frame.f_back
        return True

    def _happened(self, frame: FrameType, event: str, argument: object) -> Any:
        end = self._written()
        start, line = self.at.get(frame, (0, frame.f_lineno))
        if end > start:
            self.lines.append((start, end, line))
            self._look(frame, start, end, line)
        self.at[frame] = (end, frame.f_lineno)
        return self._happened

    def _written(self) -> int:
        """How far the tape is written. Where it has moved onto another, so has what was seen."""
        while (move := self.tape.moved_to) is not None:
            self.tape, offset = move
            self.at = {f: (start + offset, line) for f, (start, line) in self.at.items()}
            self.lines = [(start + offset, end + offset, line) for start, end, line in self.lines]
            self.names = {position + offset: name for position, name in self.names.items()}
            self.numbers = [(start + offset, end + offset, seen)
                            for start, end, seen in self.numbers]
        return len(self.tape.cells)

    def _look(self, frame: FrameType, start: int, end: int, line: int) -> None:
        """Note the names of nodes and numbers, in the first visits of a line."""
        place = id(frame.f_code), line
        visits = self.visits[place] = self.visits.get(place, 0) + 1
        if visits > MOST_VISITS:
            return
        numbers: dict[str, float] = {}
        for name, value in frame.f_locals.items():
            if name.startswith("."):
                continue
            if isinstance(value, Node):
                if value.position >= start:
                    self.names.setdefault(value.position, name)
            elif type(value) in (float, int):
                numbers[name] = float(value)
        if numbers:
            self.numbers.append((start, end, numbers))

    def annotate(self, program: Program) -> None:
        """Write what was seen into the program. The innermost frame wins: it is seen first."""
        origins = program.origins
        self._name_lines(program)
        place = dict(zip(origins, range(len(origins)), strict=True))
        inputs = len(program.names)
        for origin, name in self.names.items():
            if place.get(origin, 0) >= inputs:
                program.labels[place[origin]] = name
        known = sorted(place)
        for start, end, numbers in self.numbers:
            first, last = bisect_left(known, start), bisect_left(known, end) - 1
            if first <= last:
                low, high = place[known[first]], place[known[last]] + 1
                _name_constants(program, low, high, numbers)

    def _name_lines(self, program: Program) -> None:
        records = max((end for _, end, _ in self.lines), default=0) // WIDTH
        line_of: list[int | None] = [None] * records
        for start, end, line in reversed(self.lines):
            low, high = start // WIDTH, end // WIDTH
            line_of[low:high] = [line] * (high - low)
        program.lines = {
            place: found
            for place, origin in enumerate(program.origins)
            if 0 <= origin < records * WIDTH and (found := line_of[origin // WIDTH]) is not None
        }


def _name_constants(program: Program, low: int, high: int, numbers: dict[str, float]) -> None:
    """Let constants at these positions that equal a local number take its name."""
    for slot, column in enumerate(program.slots):
        for name, value in numbers.items():
            at = low - 1
            for _ in range(MOST_VISITS):
                try:
                    at = column.index(value, at + 1, high)
                except ValueError:
                    break
                if type(column[at]) is float:  # an int is a position
                    program.constant_labels.setdefault((at, slot), name)
