"""How operations and numbers are drawn, called and told."""

from __future__ import annotations

import re

SYMBOLS = {"add": "+", "sub": "−", "mul": "×", "div": "÷", "pow": "^", "mod": "%",
           "floordiv": "//", "neg": "−", "pos": "+", "sqrt": "√", "cbrt": "∛", "abs": "|·|",
           "sum": "Σ"}
_WORDS = {"add": "add", "sub": "subtract", "mul": "multiply", "div": "divide", "pow": "power",
          "mod": "remainder", "floordiv": "whole quotient", "neg": "negative",
          "sqrt": "square root", "cbrt": "cube root", "abs": "absolute value"}
_FOLDED = {"add": "add {}", "sub": "subtract {}", "mul": "times {}", "div": "divide by {}",
           "pow": "power {}"}
ROOM = 7  # characters


def plain_number(value: float) -> str:
    """A constant as one writes it: 2 for 2.0, with a real minus."""
    text = f"{value:.15g}" if value != int(value) or abs(value) >= 1e15 else str(int(value))
    return text.replace("-", "−")


def short_number(value: float) -> str:
    """A constant with as many digits as there is room for in a node."""
    return f"{value:.4g}".replace("-", "−")


def shown(value: float, digits: int = 6) -> str:
    """A number in a sentence."""
    return f"{value + 0.0:.{digits}g}".replace("-", "−")  # -0.0 is shown as 0


def apart(one: float, other: float) -> tuple[str, str]:
    """Two numbers in a sentence, with as many digits as tell them apart."""
    pair = shown(one), shown(other)
    for digits in (9, 12, 17):
        if pair[0] == pair[1]:
            pair = shown(one, digits), shown(other, digits)
    return pair


def with_code(sentence: str) -> str:
    """What is code in a sentence of the engine's, marked as such: `.value`, `grad(...)`."""
    return re.sub(r"(?<![`\w])(\.[a-z_]\w*|\w+\([^\s)]*\)|f\"[^\"]*\")", r"`\1`", sentence)


def _folded_number(value: float) -> str:
    """A constant beside the sign of its operation: as it was written, where that is short."""
    plain = plain_number(value)
    return plain if len(plain) <= ROOM else short_number(value)


def symbol(op: str, folded: float | None) -> str:
    """What stands in the node; `folded` is the constant operand that is written into it."""
    sign = SYMBOLS.get(op, op)
    if folded is None:
        return sign
    number = _folded_number(folded)
    return f"{sign}{number}" if op == "pow" else f"{sign} {number}"


def words(op: str, folded: float | None, count: int | None = None) -> str:
    """The operation in a traversal table: 'power 2', 'add', 'sum of 1,000'."""
    if op == "sum":
        return f"sum of {count:,}" if count else "sum"
    if folded is not None and op in _FOLDED:
        return _FOLDED[op].format(plain_number(folded))
    return _WORDS.get(op, op)


def foldable(op: str, slot: int, value: float) -> bool:
    """Whether a plain constant in this slot is written into the node, as in '^2' or '÷ 1000'."""
    if value - value != 0 or (value < 0 and op != "pow"):
        return False
    return (op in ("add", "mul")) or (op in ("sub", "div", "pow") and slot == 1)
