"""Local derivatives as one writes them: in brackets what needs them, whatever the operand."""

from __future__ import annotations

import pytest

from py_engine.derivation.algebra import Monomial, Symbol, polynomial_tex
from py_engine.derivation.rules import local_derivative

X, Y = (Monomial.of(Symbol(name, name)) for name in "xy")
OWN = Monomial.of(Symbol("q", "q"))
OPERANDS = {"x": X, "2xy": Monomial(2.0) * X * Y, "-x": Monomial(-1.0) * X, "2": Monomial(2.0)}

WRITTEN = [
    ("asin", 0, ["x"], r"\frac{1}{\sqrt{1 - x^2}}"),
    ("asin", 0, ["2xy"], r"\frac{1}{\sqrt{1 - \left(2 \, x \, y\right)^2}}"),
    ("asin", 0, ["-x"], r"\frac{1}{\sqrt{1 - \left(-x\right)^2}}"),
    ("erf", 0, ["-x"], r"\frac{2}{\sqrt{\pi}} \, e^{-\left(-x\right)^2}"),
    ("sin", 0, ["2xy"], r"\cos(2 \, x \, y)"),
    ("cos", 0, ["x"], r"\left(-\sin(x)\right)"),
    ("log", 0, ["2xy"], r"\frac{1}{2 \, x \, y}"),
    ("log2", 0, ["x"], r"\frac{1}{x \, \ln 2}"),
    ("log1p", 0, ["-x"], r"\frac{1}{1 + \left(-x\right)}"),
    ("tanh", 0, ["x"], r"\left(1 - q^2\right)"),
    ("sigmoid", 0, ["x"], r"q \, \left(1 - q\right)"),
    ("pow", 0, ["x", "2"], "2 \\, x"),
    ("pow", 0, ["x", "2xy"], r"2 \, x \, y \, x^{2 \, x \, y - 1}"),
    ("pow", 1, ["2xy", "x"], r"q \, \ln \left(2 \, x \, y\right)"),
    ("relu", 0, ["-x"], "[-x > 0]"),
    ("leaky_relu", 0, ["x", "2"], r"\left(2 \, [x \leq 0] + [x > 0]\right)"),
    ("maximum", 1, ["x", "2"], "[2 > x]"),
    ("where", 2, ["x", "2", "2xy"], "[x = 0]"),
    ("abs", 0, ["2xy"], r"\operatorname{sgn} \left(2 \, x \, y\right)"),
    ("div", 1, ["x", "2xy"], r"-\frac{q}{2 \, x \, y}"),
    ("floor", 0, ["x"], "0"),
]


@pytest.mark.parametrize(("op", "slot", "operands", "written"), WRITTEN)
def test_a_local_derivative_is_written(
    op: str, slot: int, operands: list[str], written: str
) -> None:
    found = local_derivative(op, slot, [OPERANDS[name] for name in operands], OWN, None)
    assert polynomial_tex(found) == written
