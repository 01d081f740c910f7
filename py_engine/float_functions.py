"""The functions of floats in the table that Python does not have, or has in another form."""

from __future__ import annotations

import math
from math import copysign, exp, inf, nan

from .errors import DomainError

# Arithmetic that answers with an infinity or nan where Python's own raises.


def quotient(a: float, b: float) -> float:
    """a / b, where a / 0 is an infinity, and 0 / 0 is nan."""
    if b == 0.0:
        return nan if a == 0.0 or a != a else copysign(inf, a) * copysign(1.0, b)
    return a / b


def power(a: float, b: float) -> float:
    """a ** b, where 0 to a negative power, and what is too large for a float, is an infinity."""
    try:
        return real_power(a, b)
    except (ZeroDivisionError, OverflowError):
        return -inf if copysign(1.0, a) < 0.0 and b % 2.0 == 1.0 else inf
    except DomainError:
        return nan


# Functions, and what is made of several operands at once.


def real_power(a: float, b: float) -> float:
    """a ** b. Raises DomainError where Python would give a complex number."""
    result = a**b
    if isinstance(result, complex):
        raise DomainError(
            f"{a!r} ** {b!r} is not a real number.",
            "A negative number has only whole powers; for a cube root there is cbrt.",
            op="pow",
            operands=(a, b),
        )
    return float(result)


def power_log(a: float, b: float, times: float) -> float:
    """a ** b times log(a) so many times: what the derivatives of a ** b by b are.

    nan if that is not 0, 1, 2, ... times.
    """
    if not times >= 0.0 or times % 1.0:
        return nan
    if a > 0.0:
        return power(a, b) * power(math.log(a), times)
    if a == 0.0 and (b > 0.0 or times == 0.0):
        return 0.0 if b > 0.0 else power(a, b)
    return -inf if a == 0.0 else nan


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)), without overflow."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    return exp(x) / (1.0 + exp(x))


def softplus(x: float) -> float:
    """log(1 + exp(x)), without overflow."""
    return max(x, 0.0) + math.log1p(exp(-abs(x))) if x == x else x


def relu(x: float) -> float:
    """x where it is positive, else 0; its gradient at 0 is 0."""
    return 0.0 if x <= 0.0 else x


def leaky_relu(x: float, slope: float) -> float:
    """x where it is positive, else x times a small slope."""
    return slope * x if x <= 0.0 else x


def maximum(*operands: float) -> float:
    """The largest; nan if one of them is nan."""
    return nan if any(x != x for x in operands) else max(operands)


def minimum(*operands: float) -> float:
    """The smallest; nan if one of them is nan."""
    return nan if any(x != x for x in operands) else min(operands)


def where(condition: float, if_true: float, if_false: float) -> float:
    """One of the two."""
    return if_true if condition else if_false


def rounded(x: float, *digits: float) -> float:
    """To the nearest whole number, or to so many decimal digits."""
    return float(round(x, *map(int, digits)))


def sign(x: float) -> float:
    """-1, 0 or 1."""
    return copysign(1.0, x) if x else 0.0


def sech_squared(x: float) -> float:
    """1 / cosh(x)**2, without overflow, and without cancellation where tanh is nearly 1."""
    small = exp(-2.0 * abs(x))
    return 4.0 * small / (1.0 + small) ** 2


def shares(value: float, *operands: float) -> tuple[float, ...]:
    """What each operand has in the largest or smallest: all of it, or an even split at a tie."""
    if value != value:
        return (nan,) * len(operands)
    winners = operands.count(value)
    return tuple(1.0 / winners if x == value else 0.0 for x in operands)


def over_length(value: float, *operands: float) -> tuple[float, ...]:
    """x / hypot(x, y, ...) each, and 0 at the origin, which is a subgradient there."""
    return tuple([x / value if value else 0.0 for x in operands])
