"""Formulas: how a row of the table of primitives writes a number, once, for all that is made of it.

A formula is a number, the name of a quantity, or a tuple of an operation and its arguments:

    0.5    "v"    ("mul", 2.0, "a")    ("if", "gt", "a", 0.0, 1.0, None)

The quantities are the operands "a", "b", "c" of an operation, its result "v", and "pi". The
operations are rows of the table, and a choice: a test, its two sides, and what holds if it does,
and if not. None is a choice by which nothing flows.

Rows are written with the names `A`, `B`, `C`, `V` below and Python's operators. From a formula one
makes Python's code here, and elsewhere expressions of compiled code (jit/) and LaTeX (derivation/).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Formula = Any
"""A number, a name, a tuple; see above."""
Function = Callable[..., Any]

NAMES = "abc"
TESTS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}
OPERATORS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "floordiv": "//"}


class Written:
    """A formula, as it is written with Python's operators."""

    __slots__ = ("formula",)

    def __init__(self, formula: Formula) -> None:
        self.formula = formula

    def __add__(self, other: Written | float) -> Written:
        return call("add", self, other)

    def __radd__(self, other: float) -> Written:
        return call("add", other, self)

    def __sub__(self, other: Written | float) -> Written:
        return call("sub", self, other)

    def __rsub__(self, other: float) -> Written:
        return call("sub", other, self)

    def __mul__(self, other: Written | float) -> Written:
        return call("mul", self, other)

    def __rmul__(self, other: float) -> Written:
        return call("mul", other, self)

    def __truediv__(self, other: Written | float) -> Written:
        return call("div", self, other)

    def __rtruediv__(self, other: float) -> Written:
        return call("div", other, self)

    def __floordiv__(self, other: Written) -> Written:
        return call("floordiv", self, other)

    def __pow__(self, other: Written | float) -> Written:
        return call("pow", self, other)

    def __neg__(self) -> Written:
        return call("neg", self)


A, B, C, V, PI = (Written(name) for name in ("a", "b", "c", "v", "pi"))


def formula_of(written: Written | float | None) -> Formula:
    """The formula that was written."""
    if isinstance(written, Written):
        return written.formula
    return None if written is None else float(written)


def call(op: str, *arguments: Written | float) -> Written:
    """An operation, as a formula."""
    return Written((op, *map(formula_of, arguments)))


def choose(
    test: str,
    left: Written | float,
    right: Written | float,
    then: Written | float | None,
    otherwise: Written | float | None,
) -> Written:
    """One of two formulas."""
    return Written(("if", test, *map(formula_of, (left, right, then, otherwise))))


# What is made of them


def evaluate(
    formula: Formula, quantities: Mapping[str, Any], functions: Mapping[str, Function]
) -> Any:
    """A formula's number, or whatever the functions give for what the quantities are."""
    if isinstance(formula, str):
        return math.pi if formula == "pi" else quantities[formula]
    if not isinstance(formula, tuple):
        return formula
    if formula[0] == "if":
        _, test, left, right, then, otherwise = formula
        sides = [evaluate(side, quantities, functions) for side in (left, right)]
        return evaluate(then if HOLDS[test](*sides) else otherwise, quantities, functions)
    op, *arguments = formula
    return functions[op](*[evaluate(each, quantities, functions) for each in arguments])


HOLDS: dict[str, Function] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}


def operations_of(formula: Formula) -> set[str]:
    """The operations in a formula."""
    if not isinstance(formula, tuple):
        return set()
    if formula[0] == "if":
        return set().union(*map(operations_of, formula[2:]))
    return {formula[0]}.union(*map(operations_of, formula[1:]))


def python_function(
    formulas: Sequence[Formula], operands: int, functions: Mapping[str, Function]
) -> Function:
    """A function of the result and the operands that gives the formulas' numbers, as a tuple."""
    names = ", ".join(("v", *NAMES[:operands]))
    values = ", ".join(map(python, formulas))
    source = f"lambda {names}: ({values},)"
    return compiled(source, formulas, functions)


def python_slope(formula: Formula, functions: Mapping[str, Function]) -> Function:
    """The same for one operand: a function of the result and the operand that gives a number."""
    return compiled(f"lambda v, a: {python(formula)}", [formula], functions)


def compiled(
    source: str, formulas: Sequence[Formula], functions: Mapping[str, Function]
) -> Function:
    used = set().union(*map(operations_of, formulas)) - set(OPERATORS) - {"neg"}
    space: dict[str, Any] = {name: functions[name] for name in used}
    function: Function = eval(source, space | {"inf": math.inf, "nan": math.nan, "pi": math.pi})
    return function


def python(formula: Formula) -> str:
    """A formula in Python, each operation in brackets."""
    if isinstance(formula, str):
        return formula
    if not isinstance(formula, tuple):
        return repr(formula)
    if formula[0] == "if":
        _, test, *parts = formula
        left, right, then, otherwise = map(python, parts)
        return f"({then} if {left} {TESTS[test]} {right} else {otherwise})"
    op, *arguments = formula
    inner = [python(argument) for argument in arguments]
    if op == "neg":
        return f"(-{inner[0]})"
    if op in OPERATORS:
        return f"({inner[0]} {OPERATORS[op]} {inner[1]})"
    return f"{op}({', '.join(inner)})"
