"""The first look at a loss: its value and gradient at the start, with every check that can fail."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Any

from py_engine import Node
from py_engine.classroom.faults import Problem
from py_engine.classroom.linked import LinkedEngine
from py_engine.classroom.run import Loss, check_value, number
from py_engine.classroom.symbols import plain_number
from py_engine.classroom.tracing import go_back, line_on_tape
from py_engine.joining import NOWHERE, settle
from py_engine.node import pinned_leaf
from py_engine.tape import Operation, Tape


@dataclass
class Start:
    """What is known of the loss at its start.

    `output` is what it returned there, `leaves` are what it was called with.
    """

    value: float
    gradient: tuple[float, ...]
    output: Any
    leaves: list[Any]
    notes: list[str]


def look(loss: Loss) -> Start:
    """Evaluate the loss on Nodes at its start, printing aloud, and go back through its graph.

    It is not watched for names and lines, which takes three times as long: numbers come first.
    Raises Problem for what is no loss, GradientError for a gradient that does not exist, and what
    the learner's code raises.
    """
    tape = Tape()
    leaves = [pinned_leaf(tape, value) for value in loss.start]
    with loss.workshop.open():
        result = loss.plain(*leaves)
    check_value(result, loss)
    if not isinstance(result, Node):
        _check_finite(number(result), loss)
        return Start(number(result), (0.0,) * len(leaves), result, leaves, [_NOT_A_NODE])
    tape = settle(result)
    escaped, guarded = tape.escaped is not None, bool(tape.guards)
    value = result.value
    _check_finite(value, loss, tape)
    gradient = go_back(loss, leaves, result)
    notes = _notes(escaped, guarded, gradient, loss)
    return Start(value, gradient, result, leaves, notes)


def look_with(engine: LinkedEngine, loss: Loss) -> Start:
    """The same with the student's own engine."""
    with loss.workshop.open():
        value, gradient, output, leaves = engine.evaluate(loss.plain, loss.start)
    _check_finite(value, loss)
    return Start(value, gradient, output, leaves, [])


_NOT_A_NODE = (
    "The loss came out as a plain number, not as a Node: the parameters took no part in it, or "
    "their numbers were taken out with `.value`. Its gradient is 0.")


def _notes(escaped: bool, guarded: bool, gradient: tuple[float, ...], loss: Loss) -> list[str]:
    notes = []
    if escaped:
        notes.append("The loss reads `.value` of a Node, or computes within `no_grad()`. What "
                     "comes of that is constant to the engine: no gradient flows through it.")
    if guarded:
        notes.append("The loss compares values, so its path may change from point to point. The "
                     "gradient is that of the path taken here; where the path changes, the loss "
                     "may have a kink or a jump.")
    still = [name for name, slope in zip(loss.names, gradient, strict=True) if slope == 0]
    if still and len(still) < len(gradient):
        notes.append(f"The gradient by {' and '.join(still)} is 0 at the start: either the loss "
                     "does not depend on it, or it is level there.")
    return notes


def _check_finite(value: float, loss: Loss, tape: Tape = NOWHERE) -> None:
    if isfinite(value):
        return
    place = ", ".join(f"{name} = {plain_number(start)}"
                      for name, start in zip(loss.names, loss.start, strict=True))
    message = f"The loss is {value} at its start ({place}), not a finite number."
    born = None if tape is NOWHERE else _birth(tape)
    if born is None:
        raise Problem(message, "Print what goes into it: somewhere a number is too large, or "
                               "infinity is taken from infinity.", loss.line)
    numbers = ", ".join(f"{tape.value_of(each):g}" for each in born.operands)
    raise Problem(message, f"It begins with {born.op}({numbers}) = {born.value}. "
                           "Keep what goes in smaller, or start elsewhere.",
                  line_on_tape(loss, loss.start, born.position) or loss.line)


def _birth(tape: Tape) -> Operation | None:
    """The first operation whose result is not finite."""
    return next((operation for operation in tape.operations()
                 if operation.operands and not isfinite(operation.value)), None)
