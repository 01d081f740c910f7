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

One flat list, instead of a list of tuples, gives Python's garbage collector nothing to look
through and saves the memory of a tuple per operation.

An operation of three operands or more takes further records of the op REST: (a, b, c) is written
as (a, (b, c)), the inner pair being the RIGHT operand of the outer one with local gradient 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from math import isfinite, nan
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import ref

from .errors import GradientError

if TYPE_CHECKING:
    from .node import Node

WIDTH = 7
ADJOINT, OP, VALUE, LEFT, D_LEFT, RIGHT, D_RIGHT = range(WIDTH)
LEAF = "leaf"
REST = "rest"

Guard = tuple[str, "int | float", "int | float", bool]


class Operation(NamedTuple):
    """One record of a tape, in words. `operands`: ints are positions, floats are constants."""

    position: int
    op: str
    value: float
    operands: tuple[int | float, ...]
    local_gradients: tuple[float | None, ...]


class Tape:
    """A computation, in the order in which it happened.

    `cells`    the records, described at the top of this module; None once they have moved to
               another tape
    `guards`   the comparisons that nodes took part in: (op, left, right, outcome), the operands as
               in a record. The same program is right at another point only if they come out alike.
    `escaped`  the position of the first node whose number was read out with `.value` or such: what
               was done with that number is not on the tape. None where there is no such node.
    `leaves`   where gradients are collected: (position, weak reference to the leaf)
    `guests`   weak references to those leaves that came here by being used, and will leave again
    `moved_to` (tape, offset), once another tape has taken the records over

    A tape never refers to a node that refers to it, so that it is freed at once, as one list, when
    the last node on it is forgotten.
    """

    __slots__ = ("cells", "escaped", "guards", "guests", "leaves", "moved_to")

    def __init__(self) -> None:
        self.cells: list[Any] = []
        self.guards: list[Guard] = []
        self.escaped: int | None = None
        self.leaves: list[tuple[int, ref[Node]]] = []
        self.guests: list[ref[Node]] = []
        self.moved_to: tuple[Tape, int] | None = None

    def __len__(self) -> int:
        """The number of records."""
        return len(self.cells) // WIDTH

    def enter(self, leaf: Node) -> int:
        """Write a leaf down, and return its position."""
        position = len(self.cells)
        self.cells += (0.0, LEAF, leaf._value, None, None, None, None)
        self.leaves.append((position, ref(leaf)))
        return position

    def take(self, other: Tape) -> None:
        """Move the records of another tape to the end of this one."""
        offset = len(self.cells)

        def moved(operand: Any) -> Any:
            return operand + offset if operand.__class__ is int else operand

        for cell in (LEFT, RIGHT):
            other.cells[cell::WIDTH] = map(moved, other.cells[cell::WIDTH])
        self.cells += other.cells
        self.guards += [(op, moved(a), moved(b), outcome) for op, a, b, outcome in other.guards]
        self.leaves += [(position + offset, leaf) for position, leaf in other.leaves]
        self.guests += other.guests
        if self.escaped is None:
            self.escaped = moved(other.escaped)
        other.__init__()  # type: ignore[misc]  # as new, but for the address left behind
        other.cells = None  # type: ignore[assignment]  # nothing can be written there by mistake
        other.moved_to = (self, offset)

    def write(
        self,
        op: str,
        value: float,
        operands: tuple[int | float, ...],
        local_gradients: tuple[float | None, ...],
    ) -> int:
        """Write an operation of any number of operands down, and return its position."""
        left, d_left = operands[0], local_gradients[0]
        right: int | float | None = None
        d_right: float | None = None
        if len(operands) == 2:
            right, d_right = operands[1], local_gradients[1]
        elif len(operands) > 2:
            right, d_right = self.write(REST, nan, operands[1:], local_gradients[1:]), 1.0
        position = len(self.cells)
        self.cells += (0.0, op, value, left, d_left, right, d_right)
        return position

    def sweep(self, end: int) -> None:
        """Fill in the adjoints: the gradient of the result at `end` by each result before it.

        Raises GradientError, which names the operation where it went wrong, if the gradient of a
        leaf is not a finite number.
        """
        cells = self.cells
        cells[::WIDTH] = [0.0] * (len(cells) // WIDTH)
        cells[end] = 1.0
        backwards = islice(reversed(cells), len(cells) - (end + WIDTH), None)
        for d_right, right, d_left, left, _value, _op, adjoint in zip(*[backwards] * WIDTH):
            if d_left is not None:
                cells[left] += d_left * adjoint
            if d_right is not None:
                cells[right] += d_right * adjoint
        if not all(isfinite(cells[position]) for position, leaf in self.leaves if leaf() is not None):
            self._sweep_with_care(end)

    def _sweep_with_care(self, end: int) -> None:
        """The same sweep, over those results alone that `end` was computed from.

        The quick sweep multiplies the adjoint 0 of any other result with its local gradient, which
        may be infinite. If a gradient still is not finite, then it is wrong, and this says where.
        """
        cells = self.cells
        cells[::WIDTH] = [0.0] * (len(cells) // WIDTH)
        cells[end] = 1.0
        reached = {end}
        for position in range(end, -1, -WIDTH):
            if position not in reached:
                continue
            adjoint, _op, _value, *edges = cells[position : position + WIDTH]
            for parent, local in (edges[:2], edges[2:]):
                if local is None:
                    continue
                reached.add(parent)
                cells[parent] += local * adjoint
                if not isfinite(cells[parent]):
                    raise self._birth(position, parent, local, adjoint)

    def _birth(self, position: int, parent: int, local: float, adjoint: float) -> GradientError:
        """The error for a gradient that stopped being finite at this operation."""
        while self.cells[position + OP] == REST:
            position += WIDTH
        operation = self.operation(position)
        operands = tuple(self.value_of(operand) for operand in operation.operands)
        if isfinite(local) and isfinite(adjoint):
            what = "is too large for a float"
        elif isfinite(local):
            what = "is not a finite number"
        elif adjoint == 0.0:
            what = f"would be 0 * {local}, which has no value"
        else:
            what = "does not exist"
        numbers = ", ".join(map(repr, operands))
        return GradientError(
            f"The gradient of {operation.op}({numbers}) {what} (its local gradient is {local}).",
            op=operation.op,
            position=position,
            value=operation.value,
            operands=operands,
            local=local,
            gradient=adjoint,
        )

    def value_of(self, operand: int | float) -> float:
        """The number that an operand stands for."""
        return operand if isinstance(operand, float) else self.cells[operand + VALUE]  # type: ignore[no-any-return]  # cells are of many types

    def operation(self, position: int) -> Operation:
        """The operation written down at `position`, its further records taken together."""
        _adjoint, op, value, left, d_left, right, d_right = self.cells[position : position + WIDTH]
        if left is None:
            return Operation(position, op, value, (), ())
        if right is None:
            return Operation(position, op, value, (left,), (d_left,))
        if isinstance(right, int) and self.cells[right + OP] == REST:
            rest = self.operation(right)
            return Operation(
                position, op, value, (left, *rest.operands), (d_left, *rest.local_gradients)
            )
        return Operation(position, op, value, (left, right), (d_left, d_right))

    def operations(self) -> Iterator[Operation]:
        """The program: each operation, leaves included, in the order in which it happened."""
        for position in range(0, len(self.cells), WIDTH):
            if self.cells[position + OP] != REST:
                yield self.operation(position)
