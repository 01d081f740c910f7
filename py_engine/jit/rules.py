"""Rules: the value and the local gradients of each primitive, as expressions.

These are the formulas of `py_engine.primitives`, written so that code can be made from them. A
rule gets the operands `a, b, c`, the result `v` and the gradient `g` that arrives at it, and gives
what each operand receives. `None`: nothing flows to that operand. Results are reused where that
changes the numbers by less than their last digits: exp's slope is its value.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf, log, pi, sqrt

from .expressions import Expression, div, mul, neg

Received = tuple[Expression | None, ...]
Rule = Callable[..., Received]

MOST_FACTORS = 8

LN2 = log(2.0)
LN10 = log(10.0)


def add(a: Expression, b: Expression) -> Expression:
    return ("add", a, b)


def sub(a: Expression, b: Expression) -> Expression:
    return ("sub", a, b)


def square(a: Expression) -> Expression:
    return ("mul", a, a)


def pick(
    test: str, a: Expression, b: Expression, then: Expression, otherwise: Expression
) -> Expression:
    return ("if", test, a, b, then, otherwise)


def value(op: str, operands: list[Expression], *, exact: bool = False) -> Expression:
    """The result of an operation, as an expression.

    `exact`: it raises what the operation raises; else a product may be infinite where a power is
    not to be had.
    """
    if op == "pow" and isinstance(operands[1], float) and not (exact and abs(operands[1]) > 1.0):
        return power(operands[0], operands[1])
    if op == "mul":
        a, b = operands
        return ("mul", b, a) if isinstance(b, float) else ("mul", a, b)
    if op == "stop_gradient":
        return operands[0]
    return (op, *operands)


def power(a: Expression, exponent: float) -> Expression:
    """a ** exponent: by multiplication for small whole numbers, by sqrt for a half."""
    if exponent == 0.5:
        return ("sqrt", a)
    if not exponent.is_integer() or abs(exponent) > MOST_FACTORS:
        return ("pow", a, exponent)
    if exponent < 0.0:
        return ("div", 1.0, power(a, -exponent))
    if exponent == 0.0:
        return 1.0
    result = a
    for _ in range(int(exponent) - 1):
        result = ("mul", result, a)
    return result


def received(op: str, g: Expression, v: Expression, operands: list[Expression]) -> Received:
    """What each operand receives of the gradient g that arrives at the result v."""
    if op == "pow":
        return _pow(g, v, *operands)
    return RULES[op](g, v, *operands)


def _pow(g: Expression, v: Expression, a: Expression, b: Expression) -> Received:
    if isinstance(b, float):
        if b == 0.0:
            return (0.0, None)
        if b == 0.5:
            return (mul(0.5, mul(g, div(1.0, v))), None)
        if b == 1.0:
            return (g, None)
        return (mul(g, mul(b, power(a, b - 1.0))), None)
    slope = ("mul", b, ("pow", a, sub(b, 1.0)))
    return (mul(g, slope), mul(g, ("mul", v, ("log", a))))


def sech_squared(a: Expression) -> Expression:
    return ("sech_squared", a)


def _share(test: str, g: Expression, a: Expression, b: Expression) -> Received:
    def part(x: Expression, y: Expression) -> Expression:
        return mul(g, pick(test, x, y, 1.0, pick("eq", x, y, 0.5, 0.0)))

    return part(a, b), part(b, a)


def _over_length(g: Expression, a: Expression, v: Expression) -> Expression:
    return mul(g, div(a, v))


def _asin(g: Expression, a: Expression) -> Expression:
    return mul(g, ("div", 1.0, ("sqrt", ("mul", sub(1.0, a), add(1.0, a)))))


def _acosh(g: Expression, a: Expression) -> Expression:
    return mul(g, ("div", 1.0, ("mul", ("sqrt", sub(a, 1.0)), ("sqrt", add(a, 1.0)))))


def _atan2(g: Expression, v: Expression, a: Expression, b: Expression) -> Received:
    length = ("hypot", a, b)
    return (
        mul(g, ("div", ("div", b, length), length)),
        neg(mul(g, ("div", ("div", a, length), length))),
    )


FLAT = (None, None)

RULES: dict[str, Rule] = {
    "add": lambda g, v, a, b: (g, g),
    "sub": lambda g, v, a, b: (g, neg(g)),
    "mul": lambda g, v, a, b: (mul(g, b), mul(g, a)),
    "div": lambda g, v, a, b: (mul(g, div(1.0, b)), neg(mul(g, div(v, b)))),
    "floordiv": lambda g, v, a, b: FLAT,
    "mod": lambda g, v, a, b: (g, neg(mul(g, ("floordiv", a, b)))),
    "neg": lambda g, v, a: (neg(g),),
    "abs": lambda g, v, a: (mul(g, ("sign", a)),),
    "sqrt": lambda g, v, a: (mul(0.5, mul(g, div(1.0, v))),),
    "cbrt": lambda g, v, a: (mul(g, ("div", 1.0, mul(3.0, square(v)))),),
    "exp": lambda g, v, a: (mul(g, v),),
    "expm1": lambda g, v, a: (mul(g, ("exp", a)),),
    "exp2": lambda g, v, a: (mul(g, mul(LN2, v)),),
    "log": lambda g, v, a: (mul(g, div(1.0, a)),),
    "log1p": lambda g, v, a: (mul(g, ("div", 1.0, add(1.0, a))),),
    "log2": lambda g, v, a: (mul(g, ("div", 1.0, mul(LN2, a))),),
    "log10": lambda g, v, a: (mul(g, ("div", 1.0, mul(LN10, a))),),
    "sin": lambda g, v, a: (mul(g, ("cos", a)),),
    "cos": lambda g, v, a: (neg(mul(g, ("sin", a))),),
    "tan": lambda g, v, a: (mul(g, add(1.0, square(v))),),
    "asin": lambda g, v, a: (_asin(g, a),),
    "acos": lambda g, v, a: (neg(_asin(g, a)),),
    "atan": lambda g, v, a: (mul(g, ("div", 1.0, add(1.0, square(a)))),),
    "atan2": _atan2,
    "sinh": lambda g, v, a: (mul(g, ("cosh", a)),),
    "cosh": lambda g, v, a: (mul(g, ("sinh", a)),),
    "tanh": lambda g, v, a: (mul(g, sech_squared(a)),),
    "asinh": lambda g, v, a: (mul(g, ("div", 1.0, ("hypot", 1.0, a))),),
    "acosh": lambda g, v, a: (_acosh(g, a),),
    "atanh": lambda g, v, a: (mul(g, ("div", 1.0, ("mul", sub(1.0, a), add(1.0, a)))),),
    "erf": lambda g, v, a: (mul(g, mul(2.0 / sqrt(pi), ("exp", neg(("mul", a, a))))),),
    "sigmoid": lambda g, v, a: (mul(g, mul(0.25, sech_squared(mul(0.5, a)))),),
    "softplus": lambda g, v, a: (mul(g, ("sigmoid", a)),),
    "relu": lambda g, v, a: (mul(g, pick("le", a, 0.0, 0.0, 1.0)),),
    "leaky_relu": lambda g, v, a, b: (
        mul(g, pick("le", a, 0.0, b, 1.0)),
        mul(g, pick("le", a, 0.0, a, 0.0)),
    ),
    "hypot": lambda g, v, a, b: (_over_length(g, a, v), _over_length(g, b, v)),
    "maximum": lambda g, v, a, b: _share("gt", g, a, b),
    "minimum": lambda g, v, a, b: _share("lt", g, a, b),
    "where": lambda g, v, c, a, b: (
        None,
        pick("ne", c, 0.0, g, 0.0),
        pick("ne", c, 0.0, 0.0, g),
    ),
    "stop_gradient": lambda g, v, a: (None,),
    "floor": lambda g, v, a: FLAT,
    "ceil": lambda g, v, a: FLAT,
    "trunc": lambda g, v, a: FLAT,
    "round": lambda g, v, *operands: FLAT,  # the number of digits may be left out
}


# Where Python raises an error


def raises(op: str, error: str, operands: list[Expression]) -> Expression:
    """1.0 where the operation raises this error, else 0.0."""
    a, b = operands[0], operands[-1]
    if error == "ZeroDivisionError":
        is_zero = _test("eq", b, 0.0)
        if op != "pow":
            return is_zero
        return mul(_test("eq", a, 0.0), mul(_test("lt", b, 0.0), _finite(b)))
    if op in ("floor", "ceil", "trunc", "round"):
        return _test("ne", a, a) if error == "ValueError" else _infinite(a)
    if error == "ValueError":
        return DOMAINS[op](a)
    if op != "pow":
        return mul(_finite(a), _infinite(value(op, operands)))
    result, size = ("pow", a, b), ("pow", ("abs", a), b)
    of_finite = mul(_finite(a), _finite(b))
    if error == "DomainError":
        return mul(mul(_test("ne", result, result), _finite(size)), of_finite)
    return mul(mul(_test("ne", a, 0.0), _infinite(size)), of_finite)


def _test(test: str, a: Expression, b: Expression) -> Expression:
    return pick(test, a, b, 1.0, 0.0)


def _infinite(a: Expression) -> Expression:
    return _test("eq", ("abs", a), inf)


def _finite(a: Expression) -> Expression:
    return _test("lt", ("abs", a), inf)


DOMAINS: dict[str, Callable[[Expression], Expression]] = {
    "log": lambda a: _test("le", a, 0.0),
    "log2": lambda a: _test("le", a, 0.0),
    "log10": lambda a: _test("le", a, 0.0),
    "log1p": lambda a: _test("le", a, -1.0),
    "sqrt": lambda a: _test("lt", a, 0.0),
    "acosh": lambda a: _test("lt", a, 1.0),
    "asin": lambda a: _test("gt", ("abs", a), 1.0),
    "acos": lambda a: _test("gt", ("abs", a), 1.0),
    "atanh": lambda a: _test("ge", ("abs", a), 1.0),
    "sin": _infinite,
    "cos": _infinite,
    "tan": _infinite,
}
"""Where a ValueError is raised."""
