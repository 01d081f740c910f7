"""The program of a learner's loss, with their own names and lines."""

from __future__ import annotations

from math import inf

from py_engine import GradientError
from py_engine.classroom.faults import Problem
from py_engine.classroom.hints import advise_gradient
from py_engine.classroom.run import Loss, Point
from py_engine.jit.program import Program
from py_engine.jit.trace import trace


def traced(loss: Loss, point: Point) -> Program:
    """Run the loss once more, watched; raises NotTraceable, and what the loss raises.

    `origins` of the program are positions on the tape of an evaluation at the same point.
    """
    return trace(loss.quiet, point, annotate=True, keep_unused=True)


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
