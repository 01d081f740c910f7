"""Roll a program for drawing: with the first repetition inside of the frame.

`mean` begins with its first term and adds the others to it, so that the first repetition has one
addition less than the others, and would be drawn beside them. For a picture, that addition is put
back, as 0 + the first term.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from py_engine.jit.links import roll_linked
from py_engine.jit.program import Operand, Program
from py_engine.jit.roll import Carried, Ref, Rolled, walk


def roll_whole(program: Program, most: int) -> Rolled:
    """Roll the program, or the one with first additions put back where that leaves less.

    It is rolled so that each operand comes from one place that can be drawn, unless more than
    `most` steps are left: then nothing is drawn.
    """
    rolled, _ = roll_linked(program, most)
    first_terms = sorted(set(_first_terms(rolled)))
    if not first_terms:
        return rolled
    whole, _ = roll_linked(_with_additions(program, first_terms), most)
    return whole if whole.size < rolled.size else rolled


def _first_terms(rolled: Rolled) -> Iterator[int]:
    """Positions of what a sum, carried through a loop, begins with."""
    for step in walk(rolled.block):
        for operand in step.operands if step.op == "add" else ():
            if isinstance(operand, Carried) and isinstance(operand.initial, Ref):
                yield operand.initial.base


def _with_additions(program: Program, first_terms: list[int]) -> Program:
    """The program with `0 + value` behind each of these values; users take that instead."""
    def moved(position: int) -> int:
        return position + bisect_left(first_terms, position)

    def user(operand: Operand) -> Operand:
        if not isinstance(operand, int):
            return operand
        return moved(operand) + (operand in added)

    added = set(first_terms)
    new = Program(program.names, escaped=program.escaped, primitives=program.primitives)
    new.output = moved(program.output) + (program.output in added)
    columns = zip(program.ops, *program.slots, program.origins, strict=True)
    for position, (op, left, right, third, origin) in enumerate(columns):
        _append(new, op, (user(left), user(right), user(third)), origin)
        if position in added:
            _append(new, "add", (0.0, moved(position), None), -1)
    new.lines = {moved(at): line for at, line in program.lines.items()}
    new.lines |= {moved(at) + 1: program.lines[at] for at in first_terms if at in program.lines}
    new.labels = {moved(at): name for at, name in program.labels.items()}
    new.constant_labels = {(moved(at), slot): name
                           for (at, slot), name in program.constant_labels.items()}
    return new


def _append(program: Program, op: str, operands: tuple[Operand, Operand, Operand],
            origin: int) -> None:
    program.ops.append(op)
    program.left.append(operands[0])
    program.right.append(operands[1])
    program.third.append(operands[2])
    program.origins.append(origin)
