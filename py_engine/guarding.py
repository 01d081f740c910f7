"""Guards: what a computation hung on besides its operations, noted on the tape.

A branch hangs on a comparison of Nodes, and what an `except` does on the error of an operation. A
program that is read from the tape asks the same again at another point.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Number
from typing import Any

from .handle import Handle, number
from .joining import NO_TAPE, common_tape, current_tape, note
from .primitives import Primitive
from .tape import Guard, Operand, Raised


def raised(primitive: Primitive, operands: Sequence[Any], error: Exception) -> None:
    """Guard on the tape that an operation raised this: somebody may catch it, and go another way.

    An operand that is on no tape is a constant to whoever reads the tape.
    """
    nodes = [x for x in operands if isinstance(x, Handle) and current_tape(x) is not NO_TAPE]
    if not nodes:
        return
    tape = common_tape(nodes)
    tape.guard(Raised(primitive.name, tuple(map(_operand, operands)), type(error).__name__))


def _operand(x: Any) -> Operand:
    """An operand of a guard: a position, or a number."""
    if not isinstance(x, Handle):
        return number(x)
    return x._value if current_tape(x) is NO_TAPE else x.position


def compare(op: str, holds: Callable[[Any, Any], bool], left: Handle, right: object) -> bool:
    """A comparison by value, as floats have it, and guarded on the tape."""
    if not isinstance(right, Handle | Number):
        return NotImplemented  # type: ignore[no-any-return]  # how Python is declined
    number_: Any = right._value if isinstance(right, Handle) else right
    nodes = [x for x in (left, right) if isinstance(x, Handle) and current_tape(x) is not NO_TAPE]
    tape = common_tape(nodes) if nodes else None
    if tape is not None and isinstance(right, Decimal) and op not in ("==", "!="):
        is_number = left._value == left._value  # else Decimal raises an error
        tape.guard(Guard("==", left.position, left.position, is_number))
    outcome = bool(holds(left._value, number_))
    if tape is None:
        return outcome
    if isinstance(right, Handle):
        tape.guard(Guard(op, _operand(left), _operand(right), outcome))
    elif type(right) in EXACT or type(right).__module__ == "numpy":
        side = exact_side(op, right)
        if side is not None:
            tape.guard(Guard(side[0], left.position, side[1], outcome))
    else:
        note(tape, f"compares a Node with a number of type {type(right).__name__}")
    return outcome


EXACT = frozenset({float, int, bool, Fraction, Decimal, complex})
"""The numbers that floats are compared with exactly, bit for bit."""


def exact_side(op: str, other: Any) -> tuple[str, float] | None:
    """The same comparison with a float in place of a number; None if it always comes out alike.

    1/10 lies between two floats, and 10**400 beyond all of them: what is less than it is at most
    the float below it.
    """
    if isinstance(other, complex):
        if other.imag:
            return None
        other = other.real
    try:
        near = float(other)
    except OverflowError:
        near = math.inf if other > 0 else -math.inf
    if near == other:
        return op, near
    if other != other or op in ("==", "!="):
        return None
    if op in ("<", "<="):
        return "<=", near if near < other else math.nextafter(near, -math.inf)
    return ">=", near if near > other else math.nextafter(near, math.inf)
