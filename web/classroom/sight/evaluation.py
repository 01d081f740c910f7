"""The call of a loss that a sight of it is read from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf
from typing import Any

from classroom.run.dialect import Dialect
from classroom.run.linked import LinkedEngine
from classroom.run.workshop import LOSS_FILE, Loss, Point, check_value, number
from classroom.sight.numbers import Readings
from classroom.sight.refusals import check_finite, located
from py_engine import GradientError, Node, zero_grad
from py_engine.jit.program import Operand, Program, prune
from py_engine.jit.trace import NotTraceable, Watch, program_of, trace
from py_engine.joining import NO_TAPE, current_tape
from py_engine.node import pinned_leaf
from py_engine.pausing import recorded
from py_engine.tape import Operation, Tape

Gradient = tuple[float, ...]


@dataclass(frozen=True)
class Sight:
    """A loss at a point, with its gradient there."""

    point: Point
    value: float
    gradient: Gradient


@dataclass(frozen=True)
class NodeSight(Sight):
    """The same on our nodes.

    `program` is what the loss depends on, and `readings` its numbers; None where there is no
    program, for the reason `no_program`, or where no Node came out at all (`is_constant`).
    `guarded`: numbers of nodes were compared.
    """

    program: Program | None = None
    readings: Readings | None = None
    no_program: str = ""
    is_constant: bool = False
    guarded: bool = False

    @property
    def escaped(self) -> str | None:
        """In a sentence, what of a node went where nothing is recorded, such as its `.value`."""
        return self.program.escaped if self.program else None

    @property
    def is_cut(self) -> bool:
        """Whether something that the loss depends on is constant to the engine."""
        return bool(self.escaped or (self.program and "stop_gradient" in self.program.ops))


@dataclass(frozen=True)
class LinkedSight(Sight):
    """The same on the student's own nodes.

    How they are spelled, what came out, what went in, and the learner's lines, by the node's id.
    """

    dialect: Dialect
    output: Any
    leaves: list[Any]
    lines: dict[int, int]


def sight(loss: Loss, point: Point, engine: LinkedEngine | None = None, *,
          aloud: bool = False) -> Sight:
    """Call the loss once, and see all that there is; its prints are passed on if `aloud`.

    Names and lines are not in it: a call that is watched takes three times as long, see `named`.
    Raises Problem for what is no loss or has no gradient, and what the learner's code raises.
    """
    return _on_linked(loss, point, engine, aloud) if engine else _on_nodes(loss, point, aloud)


def named(seen: Sight, loss: Loss, watched: Program | None = None) -> Sight:
    """The same with the learner's names and lines: those of another call, which was `watched`.

    They are taken where that call did the same, operation by operation, if to other numbers; every
    number is still of the one call that was seen.
    """
    if not isinstance(seen, NodeSight) or seen.program is None:
        return seen
    other = watched or _watched(loss, seen.point)
    if other is None or not _same_steps(other, seen.program):
        return seen
    return replace(seen, program=replace(
        seen.program, labels=other.labels, lines=other.lines,
        constant_labels=other.constant_labels))


def renamed(seen: Sight, known: Program | None) -> Sight:
    """The same with the names of a program that is known, if that is what the loss did again."""
    if known is None or not isinstance(seen, NodeSight) or seen.program is None:
        return seen
    again = ((seen.program.ops, seen.program.slots, seen.program.output, seen.program.origins)
             == (known.ops, known.slots, known.output, known.origins))
    return replace(seen, program=known) if again else seen


def _watched(loss: Loss, point: Point) -> Program | None:
    try:
        return trace(loss.quiet, point, annotate=True)
    except Exception:
        # Learners' code may raise anything the second time; then nobody knows the names.
        return None


def _same_steps(one: Program, other: Program) -> bool:
    """Whether two programs do the same operations to the results of the same operations."""
    if (one.ops, one.output) != (other.ops, other.output):
        return False
    return one.slots == other.slots or all(
        _positions(mine) == _positions(yours)
        for mine, yours in zip(one.slots, other.slots, strict=True))


def _positions(column: list[Operand]) -> list[int | None]:
    return [operand if isinstance(operand, int) else None for operand in column]


def _on_linked(loss: Loss, point: Point, engine: LinkedEngine, aloud: bool) -> LinkedSight:
    with loss.workshop.open(quiet=not aloud), engine.noting_lines(LOSS_FILE) as lines:
        value, gradient, output, leaves = engine.evaluate(loss.plain, point)
    check_finite(value, loss, point)
    return LinkedSight(point, value, gradient, engine.dialect, output, leaves, lines)


def _on_nodes(loss: Loss, point: Point, aloud: bool) -> NodeSight:
    call = _Call(loss, point, aloud)
    result = call.result
    check_value(result, loss)
    if not isinstance(result, Node):
        check_finite(number(result), loss, point)
        return NodeSight(point, number(result), (0.0,) * len(point), is_constant=True)
    tape = current_tape(result)
    # What is on the tape is read before anything of ours asks a node for its number.
    program, refusal = _program(call)
    guarded = bool(tape.guards)
    value = number(result)
    check_finite(value, loss, point, None if tape is NO_TAPE else tape, call.find_line)
    gradient = _go_back(call)
    return NodeSight(point, value, gradient, program, Readings(tape) if program else None, refusal,
                     guarded=guarded)


class _Call:
    """One call of the loss on our nodes, at a point; watched to its end, if it is."""

    def __init__(self, loss: Loss, point: Point, aloud: bool, *, watched: bool = False) -> None:
        self.loss, self.point = loss, point
        tape = Tape()
        self.leaves = [pinned_leaf(tape, value) for value in point]
        self.watch = Watch(self.leaves, LOSS_FILE, inf) if watched else None
        with loss.workshop.open(quiet=not aloud), recorded():
            self.result: Any = (self.watch.run(loss.plain) if self.watch
                                else loss.plain(*self.leaves))

    def find_line(self, operation: Operation) -> int | None:
        """The learner's line of an operation that failed, by another call, which is watched.

        That may be of another loss: the operation must be there again.
        """
        try:
            again = _Call(self.loss, self.point, aloud=False, watched=True)
            there = current_tape(again.result).operation(operation.position)
        except Exception:
            # Learners' code may raise anything the second time; then nobody knows the line.
            return None
        if again.watch is None or there.op != operation.op:
            return None
        # Of several frames, the innermost was seen first.
        return next((line for start, end, line in again.watch.lines
                     if start <= operation.position < end), None)


def _program(call: _Call) -> tuple[Program | None, str]:
    """What the result depends on; or None, and why."""
    try:
        return prune(program_of(call.loss.quiet, call.leaves, call.result)), ""
    except NotTraceable as refusal:
        return None, str(refusal)


def _go_back(call: _Call) -> Gradient:
    """The gradient of the result by the leaves; raises Problem, with the learner's line."""
    zero_grad(call.leaves)  # the learner's code may have called `backward()` itself
    try:
        call.result.backward()
    except GradientError as error:
        raise located(error, current_tape(call.result), call.find_line) from None
    return tuple(leaf.grad for leaf in call.leaves)
