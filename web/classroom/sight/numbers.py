"""The numbers of a program at a point, read off the tape of the call that it was read from."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from math import nan

from py_engine.jit.program import GUARDS, Program
from py_engine.jit.program import Primitive as OwnPrimitive
from py_engine.primitives import PRIMITIVES, Primitive
from py_engine.tape import VALUE, WIDTH, Tape


class Readings:
    """The values and the adjoints on a tape after a backward pass, by record.

    They are copied: a loss that keeps a Node writes on the same tape when it is called again.
    """

    def __init__(self, tape: Tape) -> None:
        self.values: array[float] = array("d", tape.cells[VALUE::WIDTH])
        self.adjoints: array[float] = array("d", tape.adjoints())


class TapeNumbers:
    """Values and gradients by position of the program, which is what is on the tape, or part."""

    def __init__(self, program: Program, readings: Readings) -> None:
        self._program = program
        # What is not on the tape is at -1: the last place, where nan is.
        values, adjoints = [*readings.values, nan], [*readings.adjoints, nan]
        places = [at // WIDTH for at in program.origins]
        self._values: array[float] = array("d", [values[place] for place in places])
        self._gradients: array[float] = array("d", [adjoints[place] for place in places])
        for position in program.off_tape:
            if program.ops[position] not in GUARDS:
                self._values[position] = self._primitive(position).value(*self.operands(position))

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
        return self._primitive(position).gradients_at(*self.operands(position))

    def nudged(self, position: int, by: float) -> Callable[[int], float]:
        """The values, by position, with the value at one position changed, and all that follows.

        Where an operation has no value then, nan. What was compared stays as it was decided.
        """
        program, changed = self._program, {position: self._values[position] + by}
        for later in range(position + 1, len(program.ops)):
            operands = [column[later] for column in program.slots]
            if program.ops[later] in GUARDS or changed.keys().isdisjoint(operands):
                continue
            numbers = [changed.get(each, self._values[each]) if isinstance(each, int) else each
                       for each in operands if each is not None]
            try:
                changed[later] = self._primitive(later).value(*numbers)
            except (ArithmeticError, ValueError):
                changed[later] = nan
        return lambda each: changed.get(each, self._values[each])

    def operands(self, position: int) -> list[float]:
        """The numbers that the operation was done to."""
        operands = [column[position] for column in self._program.slots]
        return [self._values[each] if isinstance(each, int) else each
                for each in operands if each is not None]

    def _primitive(self, position: int) -> Primitive | OwnPrimitive:
        op = self._program.ops[position]
        return self._program.primitives.get(op) or PRIMITIVES[op]
