"""Each row's formulas are sympy's derivatives of what the row is, and so are their derivatives."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import sympy as sp

from py_engine.formulas import NAMES, evaluate
from py_engine.primitives import BUILT_IN, PRIMITIVES

OPERANDS = sp.symbols("a b c", real=True)
DIGITS = 40
NUMBERS = [sp.Rational(n, 100) for n in (31, -64, 170, 230, -110)]
ORDERS = [sp.Integer(n) for n in (1, 2)]
WHOLE = {("polygamma", 0), ("power_log", 2)}
"""Operands that are whole numbers, by which there is no derivative."""

VALUES: dict[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / b,
    "neg": lambda a: -a,
    "pow": lambda a, b: a**b,
    "power_log": lambda a, b, c: a**b * sp.log(a) ** c,
    "abs": sp.Abs,
    "sign": sp.sign,
    "sqrt": sp.sqrt,
    "cbrt": lambda a: sp.sign(a) * sp.Abs(a) ** sp.Rational(1, 3),
    "exp": sp.exp,
    "expm1": lambda a: sp.exp(a) - 1,
    "exp2": lambda a: 2**a,
    "log": sp.log,
    "log1p": lambda a: sp.log(1 + a),
    "log2": lambda a: sp.log(a, 2),
    "log10": lambda a: sp.log(a, 10),
    "hypot": lambda a, b: sp.sqrt(a * a + b * b),
    "sech_squared": lambda a: sp.sech(a) ** 2,
    "sigmoid": lambda a: 1 / (1 + sp.exp(-a)),
    "softplus": lambda a: sp.log(1 + sp.exp(a)),
    "lgamma": sp.loggamma,
    "digamma": sp.digamma,
    "polygamma": sp.polygamma,
    "atan2": sp.atan2,
    **{name: getattr(sp, name) for name in "sin cos tan asin acos atan sinh cosh tanh".split()},
    **{name: getattr(sp, name) for name in "asinh acosh atanh erf".split()},
}
FLAT_OR_CHOSEN = (
    "floordiv mod relu leaky_relu maximum minimum where stop_gradient floor ceil trunc round"
)
"""What is no formula of sympy's: it jumps, or picks one of its operands."""


def points(name: str) -> list[tuple[Any, ...]]:
    """Where the value is real."""
    row = PRIMITIVES[name]
    numbers = [ORDERS if (name, k) in WHOLE else NUMBERS for k in range(len(row.derivatives))]
    return [point for point in itertools.product(*numbers) if is_real(name, point)]


def is_real(name: str, point: tuple[Any, ...]) -> bool:
    try:
        PRIMITIVES[name].value(*map(float, point))
    except (ArithmeticError, ValueError):
        return False
    value = VALUES[name](*point)
    return bool(value.is_finite is not False and abs(sp.im(sp.N(value))) < 1e-30
                and not (name == "lgamma" and point[0] < 0))


def number(expression: Any, point: tuple[Any, ...]) -> Any:
    return sp.N(sp.sympify(expression).subs(dict(zip(OPERANDS, point, strict=False))), DIGITS)


def disagreements(name: str) -> tuple[int, list[str]]:
    """How many numbers were compared, and which of them differ."""
    row, compared, found = PRIMITIVES[name], 0, []
    operands = OPERANDS[: len(row.derivatives)]
    value = VALUES[name](*operands)
    formulas = [*enumerate(row.derivatives), *row.textbook.items()]
    for (slot, formula), point in itertools.product(formulas, points(name)):
        if formula is None:
            continue
        named: dict[str, Any] = dict(zip(NAMES, operands, strict=False)) | {"v": value}
        at = dict(zip(NAMES, point, strict=False)) | {"v": VALUES[name](*point)}
        chosen = chosen_way(formula, at)
        derivative = evaluate(chosen, named | {"pi": sp.pi}, VALUES)
        right = sp.diff(value, operands[slot])
        pairs = [(derivative, right)]
        if name not in ("abs", "sign", "cbrt"):  # there sympy's second derivative is a distribution
            pairs += [(sp.diff(derivative, x), sp.diff(right, x))
                      for k, x in enumerate(operands) if (name, k) not in WHOLE]
        for order, (ours, theirs) in enumerate(pairs, 1):
            one, other = number(ours, point), number(theirs, point)
            compared += 1
            if not abs(one - other) <= 1e-14 * (1 + abs(other)):  # constants in rows are floats
                found.append(f"{name} at {point}, by {slot}, order {min(order, 2)}: {one}, {other}")
    return compared, found


def chosen_way(formula: Any, at: dict[str, Any]) -> Any:
    """The formula, each choice in it made as it is at a point."""
    if not isinstance(formula, tuple):
        return formula
    if formula[0] != "if":
        return (formula[0], *(chosen_way(part, at) for part in formula[1:]))
    _, test, left, right, then, otherwise = formula
    sides = [float(sp.N(evaluate(side, at, VALUES))) for side in (left, right)]
    holds = {"eq": sides[0] == sides[1], "gt": sides[0] > sides[1], "lt": sides[0] < sides[1],
             "ge": sides[0] >= sides[1], "le": sides[0] <= sides[1], "ne": sides[0] != sides[1]}
    return chosen_way(then if holds[test] else otherwise, at)


def main() -> None:
    assert set(BUILT_IN) == {*VALUES, *FLAT_OR_CHOSEN.split()}
    counts = {name: disagreements(name) for name in VALUES}
    wrong = [text for _count, texts in counts.values() for text in texts]
    few = [name for name, (count, _texts) in counts.items() if count < 4 and name != "sign"]
    assert not wrong, "\n".join(wrong)
    assert not few, few
    print(f"agreed: {sum(count for count, _ in counts.values())} derivatives of {len(counts)} rows")


if __name__ == "__main__":
    main()
