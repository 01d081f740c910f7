"""The table of primitives: each operation, as a function of floats, and its local gradients.

A row has a name, the function itself, and for each operand the derivative of the result by that
operand, as one finds it in a table of derivatives. Nothing here knows of nodes or tapes.

Where a derivative does not exist the table says so with an infinity or nan, never by raising: it
is an error only if the gradient is asked for. At a kink it has the usual choice: 0 for abs and relu
at 0, an even split between equal operands of maximum and minimum. None means that no gradient
flows to that operand at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from math import copysign, exp, inf, log, nan, pi, sqrt

from .errors import DomainError

FloatFunction = Callable[..., float]
Slope = Callable[..., "float | None"]
LocalGradients = Callable[..., "tuple[float | None, ...]"]


@dataclass(frozen=True, slots=True)
class Primitive:
    """One row: `value(*operands)`, and `local_gradients(*operands)`, one for each operand.

    `slope(operand)` is the one local gradient of a primitive that has one operand.
    """

    name: str
    value: FloatFunction
    local_gradients: LocalGradients
    slope: Slope | None = None


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


# Functions that the standard library does not have, or has in another form.


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


def power_by_base(a: float, b: float) -> float:
    """d a**b / da = b a**(b - 1); a**0 is 1 everywhere, so that its slope is 0 at 0 too."""
    return 0.0 if b == 0.0 else b * power(a, b - 1.0)


def power_by_exponent(a: float, b: float) -> float:
    """d a**b / db = a**b log a; there is none for a negative base, whose real powers are rare."""
    if a > 0.0:
        return power(a, b) * log(a)
    if a == 0.0:
        return 0.0 if b > 0.0 else -inf
    return nan


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)), without overflow."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    return exp(x) / (1.0 + exp(x))


def softplus(x: float) -> float:
    """log(1 + exp(x)), without overflow."""
    return max(x, 0.0) + math.log1p(exp(-abs(x))) if x == x else x


def relu(x: float) -> float:
    """x where it is positive, else 0."""
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


def shares(value: float, operands: tuple[float, ...]) -> tuple[float, ...]:
    """What each operand has in the largest or smallest: all of it, or an even split at a tie."""
    if value != value:
        return (nan,) * len(operands)
    winners = operands.count(value)
    return tuple(1.0 / winners if x == value else 0.0 for x in operands)


def hypot_gradients(*operands: float) -> tuple[float, ...]:
    """x / hypot(x, y, ...) each, and 0 at the origin, which is a subgradient there."""
    length = math.hypot(*operands)
    return tuple(x / length if length else 0.0 for x in operands)


PRIMITIVES: dict[str, Primitive] = {}


def row(name: str, value: FloatFunction, *derivatives: Slope) -> Primitive:
    """Add a row with a derivative for each operand."""

    def local_gradients(*operands: float) -> tuple[float | None, ...]:
        return tuple([derivative(*operands) for derivative in derivatives])

    slope = derivatives[0] if len(derivatives) == 1 else None
    primitive = PRIMITIVES[name] = Primitive(name, value, local_gradients, slope)
    return primitive


def joint_row(name: str, value: FloatFunction, local_gradients: LocalGradients) -> Primitive:
    """Add a row whose local gradients are found together."""
    primitive = PRIMITIVES[name] = Primitive(name, value, local_gradients)
    return primitive


def safe(derivative: FloatFunction) -> FloatFunction:
    """The same derivative, but nan where it raises an arithmetic error."""

    def slope(*operands: float) -> float:
        try:
            return float(derivative(*operands))
        except (ArithmeticError, ValueError):
            return nan

    return slope


def flat(*_operands: float) -> None:
    """The slope of what is flat almost everywhere: no gradient flows, not even an infinite one."""


# name, value, then d value / d operand for each operand
row("add", lambda a, b: a + b, lambda a, b: 1.0, lambda a, b: 1.0)
row("sub", lambda a, b: a - b, lambda a, b: 1.0, lambda a, b: -1.0)
row("mul", lambda a, b: a * b, lambda a, b: b, lambda a, b: a)
row("div", lambda a, b: a / b, lambda a, b: quotient(1.0, b), lambda a, b: -quotient(a / b, b))
row("floordiv", lambda a, b: a // b, flat, flat)
row("mod", lambda a, b: a % b, lambda a, b: 1.0, lambda a, b: -(a // b))
row("pow", real_power, power_by_base, power_by_exponent)
row("neg", lambda a: -a, lambda a: -1.0)
row("abs", abs, sign)
row("sqrt", sqrt, lambda x: 0.5 / sqrt(x) if x else inf)
row("cbrt", math.cbrt, lambda x: quotient(1.0, 3.0 * math.cbrt(x) ** 2))
row("exp", exp, exp)
row("expm1", math.expm1, exp)
row("exp2", math.exp2, lambda x: math.exp2(x) * log(2.0))
row("log", log, lambda x: 1.0 / x)
row("log1p", math.log1p, lambda x: 1.0 / (1.0 + x))
row("log2", math.log2, lambda x: 1.0 / (x * log(2.0)))
row("log10", math.log10, lambda x: 1.0 / (x * log(10.0)))
row("sin", math.sin, math.cos)
row("cos", math.cos, lambda x: -math.sin(x))
row("tan", math.tan, lambda x: 1.0 + math.tan(x) ** 2)
row("asin", math.asin, lambda x: quotient(1.0, sqrt((1.0 - x) * (1.0 + x))))
row("acos", math.acos, lambda x: -quotient(1.0, sqrt((1.0 - x) * (1.0 + x))))
row("atan", math.atan, lambda x: 1.0 / (1.0 + x * x))
row(
    "atan2",
    math.atan2,
    lambda y, x: quotient(quotient(x, math.hypot(x, y)), math.hypot(x, y)),
    lambda y, x: -quotient(quotient(y, math.hypot(x, y)), math.hypot(x, y)),
)
row("sinh", math.sinh, math.cosh)
row("cosh", math.cosh, math.sinh)
row("tanh", math.tanh, sech_squared)
row("asinh", math.asinh, lambda x: 1.0 / math.hypot(1.0, x))
row("acosh", math.acosh, lambda x: quotient(1.0, sqrt(x - 1.0) * sqrt(x + 1.0)))
row("atanh", math.atanh, lambda x: 1.0 / ((1.0 - x) * (1.0 + x)))
row("erf", math.erf, lambda x: 2.0 / sqrt(pi) * exp(-x * x))
row("sigmoid", sigmoid, lambda x: sech_squared(x / 2.0) / 4.0)
row("softplus", softplus, sigmoid)
row("relu", relu, lambda x: 0.0 if x <= 0.0 else 1.0)
row(
    "leaky_relu",
    leaky_relu,
    lambda x, slope: slope if x <= 0.0 else 1.0,
    lambda x, slope: x if x <= 0.0 else 0.0,
)
joint_row("hypot", math.hypot, hypot_gradients)
joint_row("maximum", maximum, lambda *xs: shares(maximum(*xs), xs))
joint_row("minimum", minimum, lambda *xs: shares(minimum(*xs), xs))
joint_row("where", where, lambda c, a, b: (None, 1.0, None) if c else (None, None, 1.0))
joint_row("stop_gradient", lambda x: x, lambda x: (None,))
row("floor", lambda x: float(math.floor(x)), flat)
row("ceil", lambda x: float(math.ceil(x)), flat)
row("trunc", lambda x: float(math.trunc(x)), flat)
joint_row("round", rounded, lambda x, *digits: (None, *[None for _ in digits]))

BUILT_IN = frozenset(PRIMITIVES)
"""The names of the rows above; those that are added later are somebody else's."""
