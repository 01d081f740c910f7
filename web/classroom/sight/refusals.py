"""What is no loss at a point, or has no gradient there: told with the learner's own line."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from classroom.run.workshop import Loss, Point
from classroom.words.faults import Problem
from classroom.words.hints import advise_gradient
from classroom.words.symbols import plain_number
from py_engine import GradientError
from py_engine.tape import Operation, Tape

LineOf = Callable[[Operation], "int | None"]


def check_finite(value: float, loss: Loss, point: Point, tape: Tape | None = None,
                 line_of: LineOf = lambda operation: None) -> None:
    """Raise Problem where the loss is infinite or nan; it names the operation that began it."""
    if isfinite(value):
        return
    if point != loss.start:
        raise Problem(f"The loss is {value} here, not a finite number.", "Choose another point.")
    place = ", ".join(f"{name} = {plain_number(start)}"
                      for name, start in zip(loss.names, loss.start, strict=True))
    message = f"The loss is {value} at its start ({place}), not a finite number."
    born = _birth(tape) if tape else None
    if born is None or tape is None:
        raise Problem(message, "Print what goes into it: somewhere a number is too large, or "
                               "infinity is taken from infinity.", loss.line)
    numbers = ", ".join(f"{tape.value_of(each):g}" for each in born.operands)
    raise Problem(message, f"It begins with {born.op}({numbers}) = {born.value}. "
                           "Keep what goes in smaller, or start elsewhere.",
                  line_of(born) or loss.line)


def _birth(tape: Tape) -> Operation | None:
    """The first operation whose result is not finite."""
    return next((operation for operation in tape.operations()
                 if operation.operands and not isfinite(operation.value)), None)


def located(error: GradientError, tape: Tape, line_of: LineOf) -> Problem:
    """The same error with the learner's line, which the backward pass does not know."""
    message, hint = advise_gradient(error)
    return Problem(message, hint, line_of(tape.operation(error.position)), "GradientError")
