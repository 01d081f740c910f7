"""The tape: a computation written down, operation by operation, and the backward sweep over it.

Such a list is called a Wengert list (R. E. Wengert, 1964). Each operation is a record of seven
cells, and the records lie one after another in one flat list:

    cell       holds
    ADJOINT    d(the node that backward() was called on) / d(this result), after a sweep
    OP         the name of the operation: 'add', 'sqrt', ...
    VALUE      its result
    LEFT       the first operand: an int is the position of another record, a float is a constant
    D_LEFT     the local gradient d(result) / d(first operand); None where no gradient flows
    RIGHT      the second operand, likewise; None where there is only one
    D_RIGHT    likewise

A record's position is the index of its first cell. Operands always lie at lower positions, so the
list is in topological order as it is written, and the chain rule is one walk from its end to its
start. Nothing is linked and nothing recurses: a million operations are as safe as ten.

One flat list, and not a list of tuples, gives Python's garbage collector nothing to look through,
and saves the memory of a tuple for each operation.

An operation of three operands or more takes further records of the op REST: f(a, b, c) is written
as f(a, (b, c)), the inner pair being the RIGHT operand of the outer one with local gradient 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import isfinite, nan
from threading import get_ident
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import ref

from .errors import GradientError

if TYPE_CHECKING:
    from .handle import Handle

WIDTH = 7
ADJOINT, OP, VALUE, LEFT, D_LEFT, RIGHT, D_RIGHT = range(WIDTH)
LEAF = "leaf"
REST = "rest"

Operand = int | float


class Guard(NamedTuple):
    """A comparison that a node took part in. At another point it has to come out alike."""

    test: str
    left: Operand
    right: Operand
    outcome: bool


class Raised(NamedTuple):
    """An operation that raised an error. At another point it has to raise one of that type."""

    op: str
    operands: tuple[Operand, ...]
    error: str


class Escape(NamedTuple):
    """Something of a node went to code that is not recorded: `what` the program did, and where."""

    what: str
    file: str
    line: int


class Operation(NamedTuple):
    """One record of a tape, in words. `operands`: ints are positions, floats are constants."""

    position: int
    op: str
    value: float
    operands: tuple[Operand, ...]
    local_gradients: tuple[float | None, ...]


class Tape:
    """A computation, in the order in which it happened.

    `cells`     the records, as described at the top of this module; None once they have moved
    `guards`    the comparisons that nodes took part in, and the errors that operations raised, the
                operands as in a record: what a program that was read from here is held to
    `escaped`   the first thing of a node that went where nothing is recorded, as by `.value`; None
                if there was none, and all that came of the nodes is on the tape
    `leaves`    where gradients are collected: (position, weak reference to the leaf)
    `temporary` those leaves that are here for a while; see joining.py
    `moved_to`  (tape, offset), once another tape has taken the records over
    `swept`     whether there may be adjoints other than 0
    `end`       where the last sweep began, unless its adjoints are right beyond doubt
    `thread`    the thread that writes here

    A tape never refers to a node that refers to it, so it is freed at once, as one list, when the
    last node on it is forgotten.
    """

    __slots__ = (
        "cells",
        "end",
        "escaped",
        "guards",
        "leaves",
        "moved_to",
        "recent",
        "swept",
        "temporary",
        "thread",
    )  # fmt: skip

    def __init__(self) -> None:
        self.cells: list[Any] = []
        self.guards: list[Guard | Raised] = []
        self.recent: tuple[int, set[Guard | Raised]] = (0, set())
        self.escaped: Escape | None = None
        self.leaves: list[tuple[int, ref[Handle]]] = []
        self.temporary: list[ref[Handle]] = []
        self.moved_to: tuple[Tape, int] | None = None
        self.swept = False
        self.end: int | None = None
        self.thread = get_ident()

    def __len__(self) -> int:
        """The number of records."""
        return len(self.cells) // WIDTH

    def write(
        self,
        op: str,
        value: float,
        operands: tuple[Operand, ...],
        local_gradients: tuple[float | None, ...],
    ) -> int:
        """Write an operation of any number of operands down, and return its position."""
        right: Operand | None = None
        d_right: float | None = None
        if len(operands) == 2:
            right, d_right = operands[1], local_gradients[1]
        elif len(operands) > 2:
            right, d_right = self._write_rest(operands[1:], local_gradients[1:]), 1.0
        position = len(self.cells)
        self.cells += (0.0, op, value, operands[0], local_gradients[0], right, d_right)
        return position

    def _write_rest(
        self, operands: tuple[Operand, ...], local_gradients: tuple[float | None, ...]
    ) -> int:
        """The operands after the first as nested pairs, the innermost one first."""
        *outer, last = zip(operands, local_gradients, strict=True)
        right, d_right = last
        for left, d_left in reversed(outer):
            position = len(self.cells)
            self.cells += (0.0, REST, nan, left, d_left, right, d_right)
            right, d_right = position, 1.0
        return position

    def guard(self, guard: Guard | Raised) -> None:
        """Keep what a program is held to; only once, while nothing else is written."""
        length, known = self.recent
        if length != len(self.cells):
            known = set()
            self.recent = len(self.cells), known
        if guard not in known:
            known.add(guard)
            self.guards.append(guard)

    def take(self, other: Tape) -> None:
        """Move the records of another tape to the end of this one."""
        offset = len(self.cells)
        for tape in (self, other):
            if tape.end is not None:
                tape.adjoints()
                tape.end = None

        def moved(operand: Any) -> Any:
            return operand + offset if operand.__class__ is int else operand

        for cell in (LEFT, RIGHT):
            other.cells[cell::WIDTH] = map(moved, other.cells[cell::WIDTH])
        self.cells += other.cells
        self.guards += [
            each._replace(operands=tuple(map(moved, each.operands)))
            if isinstance(each, Raised)
            else each._replace(left=moved(each.left), right=moved(each.right))
            for each in other.guards
        ]
        self.leaves += [(position + offset, leaf) for position, leaf in other.leaves]
        self.temporary += other.temporary
        self.swept |= other.swept
        self.escaped = self.escaped or other.escaped
        other.cells = None  # type: ignore[assignment]  # nobody writes there without current_tape()
        other.guards, other.leaves, other.temporary = [], [], []
        other.moved_to = (self, offset)

    # The backward pass

    def plain_sweep(self, end: int) -> None:
        """The chain rule: each result hands its gradient on to its operands, the last one first.

        This is the idea. `sweep` does the same, faster, and looks at what came of it.
        """
        cells = self._begin_sweep(end)
        for at in range(end, -1, -WIDTH):
            adjoint, _op, _value, left, d_left, right, d_right = cells[at : at + WIDTH]
            for operand, local in ((left, d_left), (right, d_right)):
                if local is not None:
                    cells[operand] += local * adjoint

    def sweep(self, end: int) -> None:
        """Fill in the adjoints: the gradient of the result at `end` by each result before it.

        Raises GradientError, which names the operation where it went wrong, if the gradient of a
        leaf is not a finite number.
        """
        cells = self._begin_sweep(end)
        backwards = reversed(cells)
        for _later in islice(backwards, len(cells) - (end + WIDTH)):
            pass
        records = zip(*[backwards] * WIDTH, strict=True)  # seven cells at a time, last one first
        for d_right, right, d_left, left, _value, _op, adjoint in records:
            if d_left is not None:
                cells[left] += d_left * adjoint
            if d_right is not None:
                cells[right] += d_right * adjoint
        self.end = end
        if not all(isfinite(cells[place]) for place, leaf in self.leaves if leaf() is not None):
            self._sweep_with_care(end)

    def _begin_sweep(self, end: int) -> list[Any]:
        """Set all adjoints to 0, as they were written, and that of the end to d(end)/d(end) = 1."""
        if self.swept:
            self.cells[::WIDTH] = [0.0] * len(self)
        self.swept = True
        self.cells[end] = 1.0
        return self.cells

    def _sweep_with_care(self, end: int) -> None:
        """The same sweep, over those records alone that the end was computed from.

        The quick sweep passes over all records, and the adjoint 0 of one that does not matter times
        an infinite local gradient is nan. A gradient that is not finite here is truly so. On the
        way to a leaf that is an error, and this says where it was born.
        """
        cells = self._begin_sweep(end)
        self.end = None
        reached, leading = {end}, self._leading_to_leaves(end)
        for position in range(end, -1, -WIDTH):
            if position not in reached:
                continue
            adjoint, _op, _value, *edges = cells[position : position + WIDTH]
            for parent, local in (edges[:2], edges[2:]):
                if local is None:
                    continue
                reached.add(parent)
                cells[parent] += local * adjoint
                if parent in leading and not isfinite(cells[parent]):
                    raise self.birth(position, local, adjoint)

    def _leading_to_leaves(self, end: int) -> set[int]:
        """The positions from which a gradient flows on to a leaf that somebody holds."""
        leading = {place for place, leaf in self.leaves if leaf() is not None}
        for position in range(0, end + WIDTH, WIDTH):
            left, d_left, right, d_right = self.cells[position + LEFT : position + WIDTH]
            if (d_left is not None and left in leading) or (
                d_right is not None and right in leading
            ):
                leading.add(position)
        return leading

    def birth(self, position: int, local: float, adjoint: float) -> GradientError:
        """The error for a gradient that stopped being finite at this operation."""
        while self.cells[position + OP] == REST:  # the operation is written right after its rest
            position += WIDTH
        operation = self.operation(position)
        operands = tuple(map(self.value_of, operation.operands))
        return GradientError(
            f"The gradient of {operation.op}({', '.join(map(repr, operands))}) "
            f"{_what_failed(local, adjoint)}.",
            _way_out(operation.op),
            op=operation.op,
            position=position,
            value=operation.value,
            operands=operands,
            local=local,
            gradient=adjoint,
        )

    # Reading

    def adjoints(self) -> list[float]:
        """The gradient of what was swept from last, by each record in turn.

        Only leaves were looked at so far; here all of them are put right.
        """
        if self.end is not None and not isfinite(sum(self.cells[::WIDTH])):
            self._sweep_with_care(self.end)
        return self.cells[::WIDTH]

    def adjoint(self, position: int) -> float:
        """The same for one record."""
        if not isfinite(self.cells[position]):
            self.adjoints()
        return float(self.cells[position])

    def value_of(self, operand: Operand) -> float:
        """The number that an operand stands for."""
        if isinstance(operand, int):
            return float(self.cells[operand + VALUE])
        return operand

    def operation(self, position: int) -> Operation:
        """The operation written down at `position`, its further records taken together."""
        _adjoint, op, value, left, d_left, right, d_right = self.cells[position : position + WIDTH]
        operands, locals_ = [left], [d_left]
        while isinstance(right, int) and self.cells[right + OP] == REST:
            left, d_left, right, d_right = self.cells[right + LEFT : right + WIDTH]
            operands.append(left)
            locals_.append(d_left)
        if right is not None:
            operands.append(right)
            locals_.append(d_right)
        if op == LEAF:
            return Operation(position, op, value, (), ())
        return Operation(position, op, value, tuple(operands), tuple(locals_))

    def operations(self) -> Iterator[Operation]:
        """The program: each operation, leaves included, in the order in which it happened."""
        for position in range(0, len(self.cells), WIDTH):
            if self.cells[position + OP] != REST:
                yield self.operation(position)


def _what_failed(local: float, adjoint: float) -> str:
    """In words, why local * adjoint, or its sum with other such, is no gradient."""
    if isfinite(local):
        return "is too large for a float"
    if adjoint == 0.0:
        return f"would be 0 times {local}, which has no value"
    return f"does not exist: its slope there is {local}"


WAYS_OUT = {
    "sqrt": "For the length of a vector use hypot(x, y), whose gradient at the origin is 0.",
    "pow": "A whole exponent of 1 or more has a gradient everywhere; for a length there is hypot.",
    "log": "Keep the argument away from 0, as in log(x + 1e-12).",
}


def _way_out(op: str) -> str:
    """What to do."""
    return WAYS_OUT.get(op, "Start from another point, or write the loss so that it is smooth.")
