"""The program of a learner's loss, with their own names and lines."""

from __future__ import annotations

from math import inf

from py_engine import GradientError, Node, zero_grad
from py_engine.classroom.faults import Problem
from py_engine.classroom.hints import advise_gradient
from py_engine.classroom.run import LOSS_FILE, Loss, Point
from py_engine.jit.program import Program, prune
from py_engine.jit.trace import NotTraceable, Watch, program_of, trace
from py_engine.joining import settle
from py_engine.node import pinned_leaf
from py_engine.tape import Tape


def traced(loss: Loss) -> tuple[Program, Tape]:
    """Run the loss once more at its start, watched, and go back: what it depends on, with a tape.

    A loss that draws random numbers does something else each time: program and tape are of one
    call. `origins` of the program are positions on the tape. Raises NotTraceable, and what the
    loss raises.
    """
    tape = Tape()
    leaves = [pinned_leaf(tape, value) for value in loss.start]
    watch = Watch(leaves, LOSS_FILE)
    result = watch.run(loss.quiet)
    program = prune(program_of(loss.quiet, leaves, result, watch))
    try:
        go_back(loss, leaves, result)
    except Problem:
        raise NotTraceable("At times the loss has no gradient there.") from None
    return program, settle(result)


def go_back(loss: Loss, leaves: list[Node], result: Node) -> tuple[float, ...]:
    """The gradient of the result by these leaves, which stand for the start.

    Raises Problem, with the learner's line, where there is none.
    """
    zero_grad(leaves)  # the learner's code may have called `backward()` itself
    try:
        result.backward()
    except GradientError as error:
        raise located(error, loss, loss.start) from None
    return tuple(leaf.grad for leaf in leaves)


def line_on_tape(loss: Loss, point: Point, position: int) -> int | None:
    """The learner's line that wrote the operation at this position of the tape."""
    try:
        program = trace(loss.quiet, point, annotate=True, visits=inf)
    except Exception:
        # Learners' code may go another way the second time; then nobody knows the line.
        return None
    if position not in program.origins:
        return None
    return program.lines.get(program.origins.index(position))


def located(error: GradientError, loss: Loss, point: Point) -> Problem:
    """The same error with the learner's line, which the backward pass does not know."""
    message, hint = advise_gradient(error)
    return Problem(message, hint, line_on_tape(loss, point, error.position), "GradientError")
