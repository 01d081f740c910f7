"""Rules of derivation: how the operations of the table, and their derivatives, are written.

A derivative is a formula of the table of primitives. One that is a product of powers is kept as
such, so that it can be simplified; any other is one symbol, written as its formula is.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import inf
from typing import Any

from ..formulas import HOLDS, NAMES, Formula, evaluate
from ..primitives import LENIENT, PRIMITIVES, UNKNOWN, Test
from .algebra import Monomial, Polynomial, Symbol, number_parts

Quantities = Mapping[str, Monomial]

SUM, PRODUCT, ATOM = range(3)
"""How strongly what is written holds together."""
RELATIONS = {"eq": "=", "ne": r"\neq", "lt": "<", "le": r"\leq", "gt": ">", "ge": r"\geq"}
OPPOSITES = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "le": "gt", "gt": "le"}
NAMED = frozenset("sin cos tan sinh cosh tanh".split())
"""The functions that LaTeX knows by name."""


def operation_word(op: str) -> str:
    """What the result of an operation is called in a sentence."""
    row = PRIMITIVES.get(op)
    return row.word if row else op


def definition_tex(op: str, operands: list[str]) -> str:
    """The operation, written out."""
    row = PRIMITIVES.get(op)
    if row and row.tex:
        if op == "pow" and ("^" in operands[0] or "_" in operands[0]):
            operands = [f"{{{operands[0]}}}", *operands[1:]]
        return row.tex.format(*operands)
    words = op.replace("_", r"\ ")
    name = rf"\{op}" if op in NAMED else rf"\operatorname{{{words}}}"
    return f"{name}({', '.join(operands)})"


def domain_tex(op: str, operands: list[Monomial]) -> str:
    """What the operands must be, as LaTeX; nothing where any number will do."""
    row = PRIMITIVES.get(op)
    if not row or not row.outside or inf in row.outside:
        return ""
    test, *sides = row.outside
    quantities = dict(zip(NAMES, operands, strict=False))
    left, right = [formula_tex(side, quantities)[0] for side in sides]
    return f"{left} {RELATIONS[OPPOSITES[test]]} {right}"


def edge_words(op: str, slot: int, operands: list[Monomial]) -> list[str]:
    """Where the derivative by an operand is infinite or chosen, if the constants allow it."""
    row = PRIMITIVES.get(op)
    known = {n: m.factor for n, m in zip(NAMES, operands, strict=False) if not m.powers}
    edges = [edge for edge in row.edges if edge.slot in (None, slot)] if row else []
    return [edge.words for edge in edges if may_hold(edge.where, known)]


def may_hold(where: Test, known: Mapping[str, float]) -> bool:
    """Whether a test can come true, when these quantities are known and the others may be any."""
    test, *sides = where
    try:
        return bool(HOLDS[test](*[evaluate(side, known, LENIENT) for side in sides]))
    except KeyError:  # it hangs on an unknown one
        return True


def local_derivative(
    op: str, slot: int, operands: list[Monomial], own: Monomial, step: Any
) -> Polynomial:
    """d result / d operand number `slot`, where `own` is the result."""
    row = PRIMITIVES[op]
    formula = None
    if slot < len(row.derivatives):
        formula = row.textbook.get(slot, row.derivatives[slot])
    if formula is None:
        return []
    quantities = {"v": own, **dict(zip(NAMES, operands, strict=False))}
    product = product_of(formula, quantities)
    if product is not None:
        return [product]
    if formula == UNKNOWN:
        text, strength = rf"\operatorname{{slope}}({', '.join(o.tex() for o in operands)})", ATOM
    else:
        text, strength = formula_tex(formula, quantities)
    if strength == SUM or text.startswith("-"):
        text = rf"\left({text}\right)"
    return [Monomial.of(Symbol(text, ("slope", step, slot)))]


def product_of(formula: Formula, quantities: Quantities) -> Monomial | None:
    """A formula as a number times powers, where it is such."""
    if isinstance(formula, str):
        return quantities.get(formula)
    if isinstance(formula, float):
        return Monomial(formula)
    op, *arguments = formula
    parts = [product_of(argument, quantities) for argument in arguments] if op != "if" else []
    match op, parts:
        case "neg", [Monomial() as a]:
            return Monomial(-1.0) * a
        case "mul", [Monomial() as a, Monomial() as b]:
            return a * b if a.factor and b.factor else Monomial(0.0)
        case "div", [Monomial() as a, Monomial() as b]:
            return a * b.to_power(-1.0)
        case "sub", [Monomial(a, ()), Monomial(b, ())]:
            return Monomial(a - b)
        case "pow", [Monomial() as a, Monomial(b, ())]:
            return a.to_power(b)
    return None


def formula_tex(formula: Formula, quantities: Quantities) -> tuple[str, int]:
    """A formula as LaTeX, and how strongly it holds together."""
    if isinstance(formula, str):
        return (r"\pi", ATOM) if formula == "pi" else quantity_tex(quantities[formula])
    if isinstance(formula, float):
        above, below = number_parts(formula)
        return (above if below == "1" else rf"\frac{{{above}}}{{{below}}}"), ATOM
    op, *arguments = formula
    if op == "if":
        return choice_tex(formula, quantities)
    texts = [formula_tex(argument, quantities) for argument in arguments]
    match op, texts:
        case "add" | "sub", [(a, _), (b, strength)]:
            sign = "+" if op == "add" else "-"
            after = bracketed(b, strength, PRODUCT if op == "sub" or b[0] == "-" else SUM)
            return f"{a} {sign} {after}", SUM
        case "mul", [(a, strength), (b, _)] if a == b:
            return f"{bracketed(a, strength, ATOM)}^2", PRODUCT
        case "mul", [(a, left), (b, right)]:
            return rf"{bracketed(a, left, PRODUCT)} \, {bracketed(b, right, PRODUCT)}", PRODUCT
        case "div", [(a, _), (b, _)]:
            return rf"\frac{{{a}}}{{{b}}}", ATOM
        case "neg", [(a, strength)]:
            return f"-{bracketed(a, strength, PRODUCT)}", PRODUCT
        case "pow", [(a, strength), (b, _)]:
            return f"{bracketed(a, strength, ATOM)}^{{{b}}}", PRODUCT
    stands_bare = op in PRIMITIVES and PRIMITIVES[op].tex.endswith(" {0}")  # as in \ln x
    needed = ATOM if stands_bare else SUM
    return definition_tex(op, [bracketed(text, own, needed) for text, own in texts]), PRODUCT


def quantity_tex(quantity: Monomial) -> tuple[str, int]:
    """What stands for an operand or the result, and how strongly it holds together."""
    text = quantity.tex()
    return text, SUM if text[0] == "-" else PRODUCT if " " in text or "^" in text else ATOM


def choice_tex(formula: Formula, quantities: Quantities) -> tuple[str, int]:
    """A choice: each way times [where it is taken], which is 1 there and 0 elsewhere."""
    _, test, left, right, then, otherwise = formula
    sides = [formula_tex(side, quantities)[0] for side in (left, right)]
    parts = []
    for way, relation in ((then, test), (otherwise, OPPOSITES[test])):
        if way in (None, 0.0):
            continue
        taken = f"[{sides[0]} {RELATIONS[relation]} {sides[1]}]"
        text, strength = formula_tex(way, quantities)
        parts.append(taken if way == 1.0 else rf"{bracketed(text, strength, PRODUCT)} \, {taken}")
    return " + ".join(parts) or "0", SUM if len(parts) > 1 else ATOM


def bracketed(text: str, strength: int, needed: int) -> str:
    """The text, in brackets where its surroundings bind more strongly."""
    return rf"\left({text}\right)" if strength < needed else text
