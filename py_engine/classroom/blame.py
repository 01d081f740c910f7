"""Which node is to blame, where a value or a gradient is not what it should be.

Of the student's nodes each is audited as the exercises of the course audit them: its value by its
operation, its gradient by those of the nodes that use it. Of our nodes, the learner's own
operations are: what else is on the tape is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum, isfinite, isnan

from py_engine.classroom.check_graph import Audit
from py_engine.classroom.check_uses import How
from py_engine.classroom.linked_picture import LinkedPicture
from py_engine.classroom.picture import Picture
from py_engine.classroom.sight import NodeSight
from py_engine.classroom.sight.numbers import TapeNumbers
from py_engine.classroom.sight.witness import contradicts
from py_engine.gradcheck import estimate_slope

MOST_OWN_OPERATIONS = 200
LOST = 1e-3  # of an operand: as much as an addition may round away


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
    """A use of a node whose share of the gradient is wrong, and how: see `check_uses`."""

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
