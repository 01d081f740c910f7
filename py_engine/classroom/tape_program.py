"""A tape as a program, without the learner's names: what can be drawn of it."""

from __future__ import annotations

from py_engine import Node
from py_engine.jit.program import Program, prune
from py_engine.tape import Tape


def program_of(tape: Tape, output: int, leaves: list[Node], names: tuple[str, ...]) -> Program:
    """The operations that the output depends on; `origins` are positions on the tape."""
    program = Program.of(names)
    at = {leaf.position: index for index, leaf in enumerate(leaves)}
    program.origins = [leaf.position for leaf in leaves]
    for operation in tape.operations():
        if operation.operands and operation.position <= output:
            operands = [at[each] if isinstance(each, int) else each for each in operation.operands]
            at[operation.position] = program.add(operation.op, *operands[:3],
                                                 origin=operation.position)
    program.output = at[output]
    return prune(program)
