"""Rules of derivation: each primitive in LaTeX, and its local derivatives as formulas.

The numbers come from `primitives`; here is how one writes them. A derivative that is a product of
powers is kept as one, so that it can be simplified; any other is one symbol.
"""

from __future__ import annotations

from typing import Any

from .algebra import Monomial, Polynomial, Symbol

WORDS = {
    "add": "sum", "sub": "difference", "mul": "product", "div": "quotient", "pow": "power",
    "neg": "negative", "abs": "absolute value", "sqrt": "square root", "cbrt": "cube root",
    "exp": "exponential", "log": "logarithm", "hypot": "length", "maximum": "larger one",
    "minimum": "smaller one", "where": "chosen one", "mod": "remainder", "round": "rounded value",
}

FORMS = {
    "add": "{0} + {1}", "sub": "{0} - {1}", "mul": r"{0} \cdot {1}", "div": r"\frac{{{0}}}{{{1}}}",
    "pow": "{0}^{{{1}}}", "neg": "-{0}", "abs": r"\left|{0}\right|", "sqrt": r"\sqrt{{{0}}}",
    "cbrt": r"\sqrt[3]{{{0}}}", "exp": "e^{{{0}}}", "expm1": "e^{{{0}}} - 1", "exp2": "2^{{{0}}}",
    "log": r"\ln {0}", "log1p": r"\ln(1 + {0})", "log2": r"\log_2 {0}", "log10": r"\log_{{10}} {0}",
    "asin": r"\arcsin {0}", "acos": r"\arccos {0}", "atan": r"\arctan {0}",
    "asinh": r"\operatorname{{arsinh}} {0}", "acosh": r"\operatorname{{arcosh}} {0}",
    "atanh": r"\operatorname{{artanh}} {0}", "erf": r"\operatorname{{erf}} {0}",
    "sigmoid": r"\sigma({0})", "softplus": r"\ln\left(1 + e^{{{0}}}\right)",
    "relu": r"\max(0, {0})", "hypot": r"\sqrt{{{0}^2 + {1}^2}}", "maximum": r"\max({0}, {1})",
    "minimum": r"\min({0}, {1})", "floor": r"\lfloor {0} \rfloor", "ceil": r"\lceil {0} \rceil",
    "mod": r"{0} \bmod {1}", "floordiv": r"\left\lfloor \frac{{{0}}}{{{1}}} \right\rfloor",
    "stop_gradient": r"\operatorname{{const}}({0})",
}

FLAT = frozenset("floor ceil trunc round floordiv stop_gradient".split())

SLOPES = {
    ("exp2", 0): r"\ln 2 \cdot {v}",
    ("expm1", 0): "e^{{{0}}}",
    ("sin", 0): r"\cos {0}",
    ("cos", 0): r"-\sin {0}",
    ("tan", 0): "1 + {v}^2",
    ("asin", 0): r"\frac{{1}}{{\sqrt{{1 - {0}^2}}}}",
    ("acos", 0): r"-\frac{{1}}{{\sqrt{{1 - {0}^2}}}}",
    ("atan", 0): r"\frac{{1}}{{1 + {0}^2}}",
    ("atan2", 0): r"\frac{{{1}}}{{{0}^2 + {1}^2}}",
    ("atan2", 1): r"-\frac{{{0}}}{{{0}^2 + {1}^2}}",
    ("sinh", 0): r"\cosh {0}",
    ("cosh", 0): r"\sinh {0}",
    ("tanh", 0): "1 - {v}^2",
    ("asinh", 0): r"\frac{{1}}{{\sqrt{{1 + {0}^2}}}}",
    ("acosh", 0): r"\frac{{1}}{{\sqrt{{{0}^2 - 1}}}}",
    ("atanh", 0): r"\frac{{1}}{{1 - {0}^2}}",
    ("erf", 0): r"\frac{{2}}{{\sqrt{{\pi}}}} e^{{-{0}^2}}",
    ("sigmoid", 0): r"{v} \left(1 - {v}\right)",
    ("softplus", 0): r"\sigma({0})",
    ("abs", 0): r"\operatorname{{sgn}} {0}",
    ("relu", 0): "[{0} > 0]",
    ("leaky_relu", 0): r"\operatorname{{slope}}({0})",
    ("maximum", 0): r"[{0} > {1}]",
    ("maximum", 1): r"[{1} > {0}]",
    ("minimum", 0): r"[{0} < {1}]",
    ("minimum", 1): r"[{1} < {0}]",
    ("where", 1): r"[{0} \neq 0]",
    ("where", 2): "[{0} = 0]",
    ("mod", 1): r"-\left\lfloor \frac{{{0}}}{{{1}}} \right\rfloor",
    ("log1p", 0): r"\frac{{1}}{{1 + {0}}}",
    ("pow", 1): r"{v} \ln {0}",
}


def operation_word(op: str) -> str:
    """What the result of an operation is called in a sentence."""
    return WORDS.get(op, op)


def definition_tex(op: str, operands: list[str]) -> str:
    """The operation, written out."""
    form = FORMS.get(op)
    if form is not None:
        if op == "pow" and ("^" in operands[0] or "_" in operands[0]):
            operands = [f"{{{operands[0]}}}", *operands[1:]]
        return form.format(*operands)
    name = rf"\{op}" if op in ("sin", "cos", "tan", "sinh", "cosh", "tanh") else (
        rf"\operatorname{{{op.replace('_', ' ')}}}"
    )
    return f"{name}({', '.join(operands)})"


def local_derivative(
    op: str, slot: int, operands: list[Monomial], own: Monomial, step: Any
) -> Polynomial:
    """d result / d operand number `slot`, where `own` is the result."""
    if op in FLAT:
        return []
    product = _product(op, slot, operands, own)
    if product is not None:
        return [product]
    form = SLOPES.get((op, slot), r"\operatorname{{slope}}({0})")
    text = form.format(*(operand.tex() for operand in operands), v=own.tex())
    negative = text.startswith("-")
    text = text.removeprefix("-")
    if " + " in text or " - " in text:
        text = text if text.startswith(r"\frac") else rf"\left({text}\right)"
    symbol = Symbol(text, ("slope", step, slot))
    if negative:
        # The symbol stands for the derivative itself: the sign is a part of what is written.
        return [Monomial.of(Symbol(rf"\left(-{text}\right)", ("slope", step, slot)))]
    return [Monomial.of(symbol)]


def _product(op: str, slot: int, operands: list[Monomial], own: Monomial) -> Monomial | None:
    """The derivative as a product of powers, where it is one."""
    a = operands[0]
    b = operands[1] if len(operands) > 1 else Monomial()
    match op:
        case "add":
            return Monomial()
        case "sub":
            return Monomial(-1.0 if slot else 1.0)
        case "neg":
            return Monomial(-1.0)
        case "mul":
            return operands[1 - slot]
        case "div" if slot == 0:
            return _inverse(b)
        case "div":
            return Monomial(-1.0) * own * _inverse(b)
        case "sqrt":
            return Monomial(0.5) * own.to_power(-1.0)
        case "cbrt":
            return Monomial(1.0 / 3.0) * own.to_power(-2.0)
        case "exp":
            return own
        case "log":
            return _inverse(a)
        case "hypot":
            return operands[slot] * own.to_power(-1.0)
        case "mod" if slot == 0:
            return Monomial()
        case "pow" if slot == 0 and not b.powers:
            if not b.factor:
                return Monomial(0.0)
            return Monomial(b.factor) * a.to_power(b.factor - 1.0)
    return None


def _inverse(a: Monomial) -> Monomial:
    return a.to_power(-1.0)
