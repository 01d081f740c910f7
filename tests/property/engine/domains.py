"""Every primitive of the engine, its domain, and the same function in mpmath's arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import strategies as st
from mpmath import mp, mpf

from py_engine import functions
from py_engine.node import Node, apply
from py_engine.primitives import PRIMITIVES


def between(low: float, high: float, *, open_low: bool = False, open_high: bool = False) -> Any:
    return st.floats(low, high, exclude_min=open_low, exclude_max=open_high, allow_nan=False)


def away_from_zero(low: float, high: float) -> Any:
    """Both signs, and no number so small that its own spacing is coarse."""
    return between(low, high) | between(low, high).map(lambda x: -x)


class Case(NamedTuple):
    """A primitive, as a function of Nodes and floats; in mpmath; and what to try it on."""

    function: Callable[..., Any]
    exact: Callable[..., Any]
    operands: tuple[Any, ...]


REAL = st.just(0.0) | away_from_zero(1e-8, 700.0)
MODERATE = st.just(0.0) | away_from_zero(1e-8, 30.0)
POSITIVE = between(1e-12, 1e12)
UNIT = st.just(0.0) | away_from_zero(1e-8, 0.999999)
NONZERO = away_from_zero(1e-6, 1e6)

CASES: dict[str, Case] = {
    "add": Case(lambda a, b: a + b, lambda a, b: a + b, (REAL, REAL)),
    "sub": Case(lambda a, b: a - b, lambda a, b: a - b, (REAL, REAL)),
    "mul": Case(lambda a, b: a * b, lambda a, b: a * b, (REAL, REAL)),
    "div": Case(lambda a, b: a / b, lambda a, b: a / b, (REAL, NONZERO)),
    "pow": Case(lambda a, b: a**b, lambda a, b: a**b, (between(1e-3, 1e3), MODERATE)),
    "sign": Case(lambda x: apply(PRIMITIVES["sign"], x), mp.sign, (NONZERO,)),
    "sech_squared": Case(
        lambda x: apply(PRIMITIVES["sech_squared"], x), lambda x: mp.sech(x) ** 2,
        (between(-300.0, 300.0),)),
    "neg": Case(lambda x: -x, lambda x: -x, (REAL,)),
    "abs": Case(abs, abs, (NONZERO,)),
    "sqrt": Case(functions.sqrt, mp.sqrt, (POSITIVE,)),
    "cbrt": Case(
        functions.cbrt, lambda x: mp.sign(x) * mp.cbrt(abs(x)), (away_from_zero(1e-9, 1e9),)
    ),
    "exp": Case(functions.exp, mp.exp, (REAL,)),
    "expm1": Case(functions.expm1, mp.expm1, (REAL,)),
    "exp2": Case(functions.exp2, lambda x: mpf(2) ** x, (REAL,)),
    "log": Case(functions.log, mp.log, (POSITIVE,)),
    "log1p": Case(functions.log1p, mp.log1p, (between(-0.999999, 1e9),)),
    "log2": Case(functions.log2, lambda x: mp.log(x, 2), (POSITIVE,)),
    "log10": Case(functions.log10, lambda x: mp.log(x, 10), (POSITIVE,)),
    "sin": Case(functions.sin, mp.sin, (REAL,)),
    "cos": Case(functions.cos, mp.cos, (REAL,)),
    "tan": Case(functions.tan, mp.tan, (between(-1.5, 1.5),)),
    "asin": Case(functions.asin, mp.asin, (UNIT,)),
    "acos": Case(functions.acos, mp.acos, (UNIT,)),
    "atan": Case(functions.atan, mp.atan, (REAL,)),
    "atan2": Case(functions.atan2, mp.atan2, (NONZERO, between(1e-6, 1e6))),
    "sinh": Case(functions.sinh, mp.sinh, (REAL,)),
    "cosh": Case(functions.cosh, mp.cosh, (REAL,)),
    "tanh": Case(functions.tanh, mp.tanh, (between(-300.0, 300.0),)),
    "asinh": Case(functions.asinh, mp.asinh, (REAL,)),
    "acosh": Case(functions.acosh, mp.acosh, (between(1.000001, 1e9),)),
    "atanh": Case(functions.atanh, mp.atanh, (UNIT,)),
    "erf": Case(functions.erf, mp.erf, (between(-20.0, 20.0),)),
    "lgamma": Case(functions.lgamma, lambda x: mp.log(abs(mp.gamma(x))), (between(2.1, 1e6),)),
    "digamma": Case(functions.digamma, mp.digamma, (between(1.6, 1e6),)),
    "polygamma": Case(
        lambda x: apply(PRIMITIVES["polygamma"], 2.0, x), lambda x: mp.psi(2, x),
        (between(0.01, 100.0),)),
    "power_log": Case(
        lambda a, b: apply(PRIMITIVES["power_log"], a, b, 2.0),
        lambda a, b: a**b * mp.log(a) ** 2, (between(1.5, 1e3), MODERATE)),
    "sigmoid": Case(functions.sigmoid, lambda x: 1 / (1 + mp.exp(-x)), (between(-600.0, 600.0),)),
    "softplus": Case(functions.softplus, lambda x: mp.log(1 + mp.exp(x)), (REAL,)),
    "relu": Case(functions.relu, lambda x: max(x, mpf(0)), (NONZERO,)),
    "leaky_relu": Case(
        functions.leaky_relu, lambda x, s: x if x > 0 else s * x, (NONZERO, between(0.01, 0.3))
    ),
    "hypot": Case(
        functions.hypot, lambda *xs: mp.sqrt(sum(x * x for x in xs)), (NONZERO, REAL, NONZERO)
    ),
    "maximum": Case(functions.maximum, max, (between(0, 1), between(1.001, 2), between(-1, -0.1))),
    "minimum": Case(functions.minimum, min, (between(0, 1), between(1.001, 2), between(-1, -0.1))),
    "where": Case(
        lambda a, b: functions.where(a > 0, a * b, b), lambda a, b: a * b if a > 0 else b,
        (NONZERO, REAL),
    ),
    "stop_gradient": Case(functions.stop_gradient, lambda x: mpf(float(x)), (REAL,)),
    "mod": Case(
        lambda x, a: x % a, lambda x, a: x - a * mp.floor(mpf(float(x)) / mpf(float(a))),
        (between(10.1, 10.9), between(2.9, 3.1)),
    ),
    "floordiv": Case(
        lambda x, a: x // a, lambda x, a: mpf(float(x) // float(a)),
        (between(10.1, 10.9), between(2.9, 3.1)),
    ),
    "floor": Case(lambda x: rounded(x, "floor"), mp.floor, (between(3.01, 3.99),)),
    "ceil": Case(lambda x: rounded(x, "ceil"), mp.ceil, (between(3.01, 3.99),)),
    "trunc": Case(lambda x: rounded(x, "trunc"), mp.floor, (between(3.01, 3.99),)),
    "round": Case(lambda x: rounded(x, "round"), mp.nint, (between(2.51, 3.49),)),
}


def rounded(x: Any, how: str) -> Any:
    """A rounding, which gives a Node of a Node, and a float of a float."""
    import math

    f: Callable[[Any], Any] = round if how == "round" else getattr(math, how)
    return f(x) if isinstance(x, Node) else float(f(x))
