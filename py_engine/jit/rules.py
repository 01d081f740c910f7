"""Rules: the value of each primitive, and what its operands receive, as expressions.

The formulas are those of the table of primitives; here they become the expressions that code is
made from. Of an operation there are the operands, the result `v` and the gradient `g` that arrives
at it; `None`: nothing flows to that operand.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf, pi

from ..formulas import NAMES, Formula
from ..primitives import PRIMITIVES, Test
from .expressions import Expression, div, mul, neg

Received = tuple[Expression | None, ...]
Quantities = Mapping[str, Expression]

MOST_FACTORS = 8


def value(
    op: str, operands: list[Expression], *, exact: bool = False, keeps_stops: bool = False
) -> Expression:
    """The result of an operation, as an expression.

    `exact`: it raises what the operation raises; else a product may be infinite where a power is
    not to be had. `keeps_stops`: say where gradients stop, for who takes another derivative.
    """
    if op == "pow" and isinstance(operands[1], float) and not (exact and abs(operands[1]) > 1.0):
        return power(operands[0], operands[1])
    if op == "mul":
        a, b = operands
        return ("mul", b, a) if isinstance(b, float) else ("mul", a, b)
    if op == "stop_gradient" and not keeps_stops:
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
    if op == "pow" and isinstance(operands[1], float):
        return (_through_power(g, v, operands[0], operands[1]), None)
    quantities = {"v": v, **dict(zip(NAMES, operands, strict=False))}
    return tuple([times(g, each, quantities) for each in PRIMITIVES[op].derivatives])


def _through_power(g: Expression, v: Expression, a: Expression, exponent: float) -> Expression:
    """What the base of a power receives: multiplication again, and the root that is there."""
    if exponent == 0.0:
        return 0.0
    if exponent == 0.5:
        return received("sqrt", g, v, [a])[0]
    return mul(g, mul(exponent, power(a, exponent - 1.0)))


def times(g: Expression, formula: Formula, quantities: Quantities) -> Expression | None:
    """g times a formula; None, and 0 on one way of a choice, where nothing flows."""
    if formula is None:
        return None
    if isinstance(formula, tuple) and formula[0] == "if" and None in formula:
        _, test, left, right, *ways = formula
        sides = [lowered(side, quantities) for side in (left, right)]
        then, otherwise = (times(g, way, quantities) or 0.0 for way in ways)
        return pick(test, sides[0], sides[1], then, otherwise)
    return mul(g, lowered(formula, quantities))


def lowered(formula: Formula, quantities: Quantities) -> Expression:
    """A formula as an expression, with these in place of its quantities."""
    if isinstance(formula, str):
        return pi if formula == "pi" else quantities[formula]
    if not isinstance(formula, tuple):
        return formula
    if formula[0] == "if":
        _, test, *parts = formula
        return ("if", test, *(lowered(part, quantities) for part in parts))
    op, *arguments = (lowered(part, quantities) if k else part for k, part in enumerate(formula))
    match op, arguments:
        case "mul", [a, b]:
            return mul(a, b)
        case "div", [a, b]:
            return div(a, b)
        case "neg", [a]:
            return neg(a)
    return value(op, arguments)


def mentions(formula: Formula, quantity: str | None) -> bool:
    """Whether a quantity is in a formula; None: whether nothing flows on one way of a choice."""
    if not isinstance(formula, tuple):
        return bool(formula == quantity)
    first = 2 if formula[0] == "if" else 1
    return any(mentions(part, quantity) for part in formula[first:])


def pick(
    test: str, a: Expression, b: Expression, then: Expression, otherwise: Expression
) -> Expression:
    return ("if", test, a, b, then, otherwise)


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
        return _outside(PRIMITIVES[op].outside, dict(zip(NAMES, operands, strict=False)))
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


def _outside(test: Test | None, operands: Quantities) -> Expression:
    """1.0 where an operand is outside of what a function takes, else 0.0."""
    assert test is not None
    name, left, right = test
    return _test(name, lowered(left, operands), lowered(right, operands))
