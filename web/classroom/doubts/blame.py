"""Which node is to blame, where a value or a gradient is not what it should be.

Of the student's nodes each is audited as the exercises of the course audit them: its value by its
operation, its gradient by those of the nodes that use it. Of our nodes, the learner's own
operations are: what else is on the tape is ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import fsum, isfinite, isnan, nan
from random import Random

from classroom.judge.graph import Audit
from classroom.judge.uses import How
from classroom.pictures.linked_picture import LinkedPicture
from classroom.pictures.picture import Picture
from classroom.sight import NodeSight
from classroom.sight.numbers import TapeNumbers
from classroom.sight.witness import contradicts
from py_engine.gradcheck import estimate_slope
from py_engine.jit.program import GUARDS, Program
from py_engine.primitives import PRIMITIVES

MOST_OWN_OPERATIONS = 200
LOST = 1e-3  # of an operand: as much as an addition may round away
LAST_DIGIT = 2.0 ** -52  # of a number
JITTERS = 5


@dataclass(frozen=True)
class Blame:
    """A node that is wrong.

    `node` is its id in the drawing, None where it is not drawn; `label` is what it computes, `got`
    and `expected` are its number; `why` says more, in words, where more was seen. A leaf is a
    parameter of the loss: it is used by nodes on `lines`, and what `use` sends back is wrong.
    """

    node: str | None
    label: str
    got: float
    expected: float
    line: int | None
    why: str = ""
    is_leaf: bool = False
    use: BlamedUse | None = None
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class BlamedUse:
    """A use of a node whose share of the gradient is wrong, and how: see judge/uses.py."""

    label: str
    how: How
    share: float
    sent: float
    line: int | None


def wrong_value(picture: LinkedPicture) -> Blame | None:
    """The first of the student's nodes whose value is not its operation on its parents' values."""
    found = picture.first_wrong_value()
    if found is None:
        return None
    name, audit = found
    got, _gradient = picture.numbers_of(name)
    return _blame(name, audit, got, picture)


def wrong_gradient(picture: LinkedPicture) -> Blame | None:
    """The first of the student's nodes, going back, whose gradient is not what its users send."""
    found = picture.first_wrong()
    if found is None:
        return None
    name, audit = found
    _value, got = picture.numbers_of(name)
    return _blame(name, audit, got, picture)


def _blame(name: str, audit: Audit, got: float, picture: LinkedPicture) -> Blame | None:
    if audit.expected is None or isnan(audit.expected):
        return None
    lines = {audit.lines[use] for use in audit.uses if use in audit.lines}
    return Blame(name, str(audit.label), got, audit.expected, picture.line_of(name),
                 "" if audit.vague else audit.why, not audit.parent_labels, _blamed_use(audit),
                 tuple(sorted(lines)))


def _blamed_use(audit: Audit) -> BlamedUse | None:
    if audit.wrong_use is None:
        return None
    use, how, share, sent = audit.wrong_use
    return BlamedUse(audit.labels[use], how, share, sent, audit.lines.get(use))


def wrong_operation(seen: NodeSight, picture: Picture | None) -> Blame | None:
    """The first operation of the learner's own whose local gradient is not its slope."""
    program, readings = seen.program, seen.readings
    if program is None or readings is None:
        return None
    numbers = TapeNumbers(program, readings)
    own = [at for at, op in enumerate(program.ops) if op in program.primitives]
    for position in own[:MOST_OWN_OPERATIONS]:
        operation = program.primitives[program.ops[position]]
        operands = tuple(numbers.operands(position))
        for slot, local in enumerate(numbers.local_gradients(position)):
            estimate = estimate_slope(operation.value, operands, slot)
            if local is not None and contradicts(estimate, local):
                node = picture.id_of(program.origins[position]) if picture else None
                return Blame(node, operation.name, local, estimate.slope,
                             program.lines.get(position))
    return None


def rounds_away(seen: NodeSight) -> bool:
    """Whether an addition or subtraction of nodes lost one of its operands, or much of it.

    Its floats are steps there, flat or steep, while its gradient is that of exact numbers.
    """
    program, readings = seen.program, seen.readings
    if program is None or readings is None:
        return False
    numbers = TapeNumbers(program, readings)
    for position, op in enumerate(program.ops):
        if op in ("add", "sub"):
            left, right = numbers.operands(position)
            result = numbers.value(position)
            parts = (left, right if op == "add" else -right, -result)
            if all(map(isfinite, parts)) and abs(fsum(parts)) > LOST * min(abs(left), abs(right)):
                return True
    return False


def rounding_of_gradient(seen: NodeSight, index: int) -> float:
    """How far rounding may move a gradient: it is found again, with each number's last digit else.

    0.0 where that cannot be done.
    """
    if seen.program is None:
        return 0.0
    chance = Random(0)
    found = [_jittered(seen.program, seen.point, index, chance) for _ in range(JITTERS)]
    return max(found) - min(found) if all(map(isfinite, found)) else 0.0


def _jittered(program: Program, point: Sequence[float], index: int, chance: Random) -> float:
    """The gradient by one parameter, where each operation is wrong by up to its last digit."""
    table = PRIMITIVES | dict(program.primitives)
    values = list(point)
    locals_: list[tuple[float | None, ...]] = [()] * len(values)
    try:
        for position in range(len(values), len(program.ops)):
            op, operands = program.ops[position], _operands(program, position)
            numbers = [values[o] if type(o) is int else o for o in operands]
            value = nan if op in GUARDS else table[op].value(*numbers)
            values.append(value * (1.0 + chance.uniform(-LAST_DIGIT, LAST_DIGIT)))
            locals_.append(() if op in GUARDS else table[op].gradients_at(*numbers))
    except (ArithmeticError, ValueError):
        return nan
    adjoints = [0.0] * len(values)
    adjoints[program.output] = 1.0
    for position in range(program.output, len(point) - 1, -1):
        for operand, local in zip(_operands(program, position), locals_[position], strict=False):
            if type(operand) is int and local is not None:
                adjoints[operand] += local * adjoints[position]
    return adjoints[index]


def _operands(program: Program, position: int) -> list[int | float]:
    return [column[position] for column in program.slots  # type: ignore[misc]  # not None
            if column[position] is not None]
