"""Witnesses of what a loss and its gradient are, that share nothing with the engine.

`NAMES` are the names that programs use, on plain floats and on duals. A `Dual` is a number in two
forms at once: a float, which decides what Python decides by a number (branches, texts, whole
numbers), and a second one with all its partial derivatives (dual numbers, forward mode): in 40
digits, in floats, or in floats each of which is off by some last digits. How far two runs of the
last kind lie apart is how exactly anybody can compute this with floats.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from operator import add
from random import Random
from typing import Any

import mpmath

EXACT = mpmath.mp.clone()
EXACT.dps = 40
CLOSE = 1e-7


class World:
    """Where the second form of duals lives: in 40 digits, or in floats, which may be noisy."""

    def __init__(self, exact: bool = True, noise: Random | None = None) -> None:
        self.noise = noise
        self.exact = exact
        self.math: Any = EXACT if exact else math
        self.doubtful = False
        """Whether a kink was so near that the slope there is a matter of taste."""

    def number(self, x: float) -> Any:
        return EXACT.mpf(x) if self.exact else x

    def rounded(self, x: Any) -> Any:
        return x * (1 + self.noise.choice((-3e-16, 0.0, 3e-16))) if self.noise else x

    def kink(self, *distances: float) -> None:
        """Note how far away a kink is."""
        if any(abs(d) < CLOSE for d in distances):
            self.doubtful = True


class Dual:
    """A number, and its derivatives by the parameters."""

    def __init__(self, world: World, shown: float, exact: Any, slopes: list[Any]) -> None:
        self.world = world
        self.shown = shown
        self.exact = exact
        self.slopes = slopes

    def made(self, shown: float, exact: Any, *terms: tuple[Any, Any]) -> Dual:
        """A result, whose slopes are the sum of local slopes times those of operands."""
        world = self.world
        slopes: list[Any] = []
        for local, operand in terms:
            if isinstance(operand, Dual):
                parts = [local * d for d in operand.slopes]
                if world.noise:
                    parts = [*map(world.rounded, parts)]
                slopes = [*map(add, slopes, parts)] if slopes else parts
        return Dual(world, shown, world.rounded(exact),
                    slopes or [world.number(0.0)] * len(self.slopes))

    def pair(self, other: Any) -> tuple[float, Any, Any]:
        """Another operand: its float, its exact form, and it itself."""
        if isinstance(other, Dual):
            return other.shown, other.exact, other
        return float(other), self.world.number(float(other)), None

    def __add__(self, other: Any) -> Dual:
        f, e, o = self.pair(other)
        return self.made(self.shown + f, self.exact + e, (1, self), (1, o))

    def __sub__(self, other: Any) -> Dual:
        f, e, o = self.pair(other)
        return self.made(self.shown - f, self.exact - e, (1, self), (-1, o))

    def __mul__(self, other: Any) -> Dual:
        f, e, o = self.pair(other)
        return self.made(self.shown * f, self.exact * e, (e, self), (self.exact, o))

    def __truediv__(self, other: Any) -> Dual:
        f, e, o = self.pair(other)
        shown = self.shown / f
        return self.made(shown, self.exact / e, (1 / e, self), (-self.exact / (e * e), o))

    def __pow__(self, other: Any) -> Dual:
        f, e, o = self.pair(other)
        shown = self.shown**f
        try:
            power = self.exact**e
            local = e * self.exact ** (e - 1) if e else 0
        except ArithmeticError:  # no slope, or no digits: not for the loss to catch
            power, local = self.world.number(shown), self.world.number(math.nan)
        if o is not None and self.exact == 0:
            self.world.kink(f)  # 0 ** e jumps to 1 where e is 0
        if o is None or self.exact <= 0:
            return self.made(shown, power, (local, self))
        by_exponent = power * self.world.math.log(self.exact)
        return self.made(shown, power, (local, self), (by_exponent, o))

    def __floordiv__(self, other: Any) -> Dual:
        f, _e, _o = self.pair(other)
        self.world.kink((self.shown / f) - round(self.shown / f)) if f else None
        shown = self.shown // f
        return self.made(shown, self.world.number(shown))

    def __mod__(self, other: Any) -> Dual:
        f, e, o = self.pair(other)
        self.world.kink((self.shown / f) - round(self.shown / f)) if f else None
        shown = self.shown % f
        whole = self.world.number(self.shown // f)
        return self.made(shown, self.exact - whole * e, (1, self), (-whole, o))

    def lifted(self, other: Any) -> Dual:
        """A plain number as a dual."""
        zeros = [self.world.number(0.0)] * len(self.slopes)
        return Dual(self.world, float(other), self.world.number(float(other)), zeros)

    def __radd__(self, other: Any) -> Dual:
        return self.lifted(other) + self

    def __rsub__(self, other: Any) -> Dual:
        return self.lifted(other) - self

    def __rmul__(self, other: Any) -> Dual:
        return self.lifted(other) * self

    def __rtruediv__(self, other: Any) -> Dual:
        return self.lifted(other) / self

    def __rpow__(self, other: Any) -> Dual:
        return self.lifted(other) ** self

    def __rmod__(self, other: Any) -> Dual:
        return self.lifted(other) % self

    def __rfloordiv__(self, other: Any) -> Dual:
        return self.lifted(other) // self

    def __neg__(self) -> Dual:
        return self.made(-self.shown, -self.exact, (-1, self))

    def __abs__(self) -> Dual:
        self.world.kink(self.shown)
        return -self if self.shown < 0 else self * 1

    def __round__(self, digits: int | None = None) -> Dual:
        scale = 10 ** (digits or 0)
        self.world.kink(self.shown * scale - math.floor(self.shown * scale) - 0.5)
        shown = float(round(self.shown, digits or 0))
        return self.made(shown, self.world.number(shown))

    def __floor__(self) -> Dual:
        self.world.kink(self.shown - round(self.shown))
        shown = float(math.floor(self.shown))
        return self.made(shown, self.world.number(shown))

    def __format__(self, spec: str) -> str:
        return format(self.shown, spec)

    def __bool__(self) -> bool:
        return bool(self.shown)

    def _other(self, other: Any) -> Any:
        value = other.shown if isinstance(other, Dual) else other
        self.world.kink(self.shown - value)
        return value

    def __lt__(self, other: Any) -> bool:
        return bool(self.shown < self._other(other))

    def __le__(self, other: Any) -> bool:
        return bool(self.shown <= self._other(other))

    def __gt__(self, other: Any) -> bool:
        return bool(self.shown > self._other(other))

    def __ge__(self, other: Any) -> bool:
        return bool(self.shown >= self._other(other))

    def __eq__(self, other: object) -> bool:
        return bool(self.shown == self._other(other))

    def __hash__(self) -> int:
        return id(self)


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x)) if x >= 0 else math.exp(x) / (1 + math.exp(x))


def softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def unary(
    plain: Callable[[float], float], exact: Callable[[Any, Any], tuple[Any, Any]]
) -> Callable[[Any], Any]:
    """A function of floats and duals; `exact(math, x)` gives its value and its slope."""

    def function(x: Any) -> Any:
        if not isinstance(x, Dual):
            return plain(float(x))
        shown = plain(x.shown)
        try:
            value, slope = exact(x.world.math, x.exact)
        except (ArithmeticError, ValueError):  # no slope, or no digits: not for the loss to catch
            value, slope = x.world.number(shown), x.world.number(math.nan)
        return x.made(shown, value, (slope, x))

    return function


def _sigmoid(m: Any, x: Any) -> tuple[Any, Any]:
    s = sigmoid(x) if m is math else 1 / (1 + m.exp(-x))
    return s, s * (1 - s)


def _softplus(m: Any, x: Any) -> tuple[Any, Any]:
    return (softplus(x) if m is math else m.log(1 + m.exp(x))), _sigmoid(m, x)[0]


def _sqrt(m: Any, x: Any) -> tuple[Any, Any]:
    root = m.sqrt(x)
    return root, 0.5 / root


def _tanh(m: Any, x: Any) -> tuple[Any, Any]:
    t = m.tanh(x)
    return t, 1 - t * t


def relu(x: Any) -> Any:
    return x * 1 if x > 0 else 0.0 * x


def hypot(*coordinates: Any) -> Any:
    dual = next((x for x in coordinates if isinstance(x, Dual)), None)
    if dual is None:
        return math.hypot(*coordinates)
    shown = math.hypot(*(dual.pair(x)[0] for x in coordinates))
    dual.world.kink(shown)
    exacts = [dual.pair(x)[1] for x in coordinates]
    length = dual.world.math.sqrt(sum(e * e for e in exacts))
    if not length:
        return dual.lifted(0.0)
    return dual.made(shown, length, *zip([e / length for e in exacts], coordinates, strict=True))


def where(condition: Any, then: Any, otherwise: Any) -> Any:
    return then if condition else otherwise


def stop_gradient(x: Any) -> Any:
    return x.made(x.shown, x.exact) if isinstance(x, Dual) else float(x)


def mean(terms: Iterable[Any]) -> Any:
    listed = list(terms)
    total: Any = 0.0
    for term in listed:
        total = total + term
    return total / len(listed)


def largest(*operands: Any) -> Any:
    return max(operands)


def smallest(*operands: Any) -> Any:
    return min(operands)


def number(x: Any) -> float:
    """The number as a plain float, whose origin is forgotten."""
    return x.shown if isinstance(x, Dual) else float(x)


def slope(f: Callable[[Any], Any], at: float) -> float:
    """The derivative at a plain number, as a plain number."""
    world = World()
    found = f(Dual(world, at, EXACT.mpf(at), [EXACT.mpf(1)]))
    return float(found.slopes[0])


def descended(f: Callable[[Any], Any], start: float) -> float:
    """Where three steps of gradient descent at rate 0.1 lead."""
    for _ in range(3):
        start -= 0.1 * slope(f, start)
    return start


NAMES: dict[str, Any] = {
    "sqrt": unary(math.sqrt, _sqrt),
    "exp": unary(math.exp, lambda m, x: (m.exp(x), m.exp(x))),
    "log": unary(math.log, lambda m, x: (m.log(x), 1 / x)),
    "sin": unary(math.sin, lambda m, x: (m.sin(x), m.cos(x))),
    "cos": unary(math.cos, lambda m, x: (m.cos(x), -m.sin(x))),
    "atan": unary(math.atan, lambda m, x: (m.atan(x), 1 / (1 + x * x))),
    "acos": unary(math.acos, lambda m, x: (m.acos(x), -1 / m.sqrt(1 - x * x))),
    "tanh": unary(math.tanh, _tanh),
    "sigmoid": unary(sigmoid, _sigmoid),
    "softplus": unary(softplus, _softplus),
    "relu": relu, "floor": math.floor, "hypot": hypot, "where": where, "mean": mean,
    "stop_gradient": stop_gradient, "maximum": largest, "minimum": smallest,
    "number": number, "slope": slope, "descended": descended,
}


def derivative(
    f: Callable[..., Any], point: Sequence[float], exact: bool = True, noise: Random | None = None
) -> tuple[float, list[float], bool]:
    """The value and the gradient of a program's loss, and whether a kink is near.

    Raises what the loss raises, and ArithmeticError where there is no gradient.
    """
    world = World(exact, noise)
    one, zero = world.number(1.0), world.number(0.0)
    duals = [
        Dual(world, x, world.number(x), [one if j == k else zero for j in range(len(point))])
        for k, x in enumerate(point)
    ]
    found = f(*duals)
    if not isinstance(found, Dual):
        return float(found), [0.0] * len(point), world.doubtful
    return float(found.exact), [float(s) for s in found.slopes], world.doubtful
