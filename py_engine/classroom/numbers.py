"""The numbers of a program at a point, read from the tape of one evaluation."""

from __future__ import annotations

from array import array

from py_engine.jit.program import Program
from py_engine.primitives import PRIMITIVES
from py_engine.tape import ADJOINT, VALUE, Tape


class TapeNumbers:
    """Values and gradients by position of the program, after a backward pass over the tape."""

    def __init__(self, program: Program, tape: Tape) -> None:
        self._program = program
        self._values: array[float] = array("d", [tape.cells[at + VALUE] for at in program.origins])
        self._gradients: array[float] = array("d", [tape.cells[at + ADJOINT] for at in program.origins])

    def value(self, position: int) -> float:
        """The result of the operation."""
        return self._values[position]

    def gradient(self, position: int) -> float:
        """d loss / d result."""
        return self._gradients[position]

    def local_gradients(self, position: int) -> tuple[float | None, ...]:
        """d result / d operand for each operand, constants included, by the table of primitives."""
        program = self._program
        operands = [column[position] for column in program.slots]
        values = [self._values[each] if isinstance(each, int) else each
                  for each in operands if each is not None]
        primitive = program.primitives.get(program.ops[position]) or PRIMITIVES[program.ops[position]]
        return primitive.local_gradients(*values)
