"""The numbers of a program at a point, read from the tape of one evaluation."""

from __future__ import annotations

from array import array
from math import nan

from py_engine.jit.program import GUARDS, Program
from py_engine.jit.program import Primitive as OwnPrimitive
from py_engine.jit.trace import NotTraceable
from py_engine.primitives import PRIMITIVES, Primitive
from py_engine.tape import OP, VALUE, WIDTH, Tape


class TapeNumbers:
    """Values and gradients by position of the program, after a backward pass over the tape.

    Raises NotTraceable where the tape is not of that program: the loss was called twice.
    """

    def __init__(self, program: Program, tape: Tape) -> None:
        self._program = program
        if not _is_on(program, tape):
            raise NotTraceable("The loss takes another way each time it is called.")
        # What is not on the tape is at -1: the last place, where nan is.
        values = [*tape.cells[VALUE::WIDTH], nan]
        adjoints = [*tape.adjoints(), nan]
        places = [at // WIDTH for at in program.origins]
        self._values: array[float] = array("d", [values[place] for place in places])
        self._gradients: array[float] = array("d", [adjoints[place] for place in places])
        for position in program.off_tape:
            if program.ops[position] not in GUARDS:
                self._values[position] = self._primitive(position).value(*self._operands(position))

    def value(self, position: int) -> float:
        """The result of the operation."""
        return self._values[position]

    def gradient(self, position: int) -> float:
        """Give d loss / d result."""
        if self._program.origins[position] >= 0:
            return self._gradients[position]
        # One of the pairs that max(a, b, c) is drawn as: the next pair alone uses it.
        following = position + 1
        while self._program.ops[following] in GUARDS:
            following += 1
        return self.gradient(following) * (self.local_gradients(following)[0] or 0.0)

    def local_gradients(self, position: int) -> tuple[float | None, ...]:
        """Give d result / d operand for each operand, constants included, from the table."""
        return self._primitive(position).local_gradients(*self._operands(position))

    def _operands(self, position: int) -> list[float]:
        operands = [column[position] for column in self._program.slots]
        return [self._values[each] if isinstance(each, int) else each
                for each in operands if each is not None]

    def _primitive(self, position: int) -> Primitive | OwnPrimitive:
        op = self._program.ops[position]
        return self._program.primitives.get(op) or PRIMITIVES[op]


def _is_on(program: Program, tape: Tape) -> bool:
    """Whether the tape has each operation of the program where the program says."""
    ops = tape.cells[OP::WIDTH]
    inputs = len(program.names)
    if max(program.origins) >= len(tape.cells):
        return False
    places = zip(program.ops[inputs:], program.origins[inputs:], strict=True)
    return all(origin < 0 or ops[origin // WIDTH] == op for op, origin in places)
