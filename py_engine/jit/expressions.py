"""Expressions and statements: the small language between rolled programs and emitted code.

An expression is a number, a variable's name, or a tuple of an operator and its arguments:

    0.5   "d"   ("mul", 2.0, "d")   ("load", "xs", index)   ("if", "lt", a, b, then, otherwise)

The constructors below simplify as they build. They move signs and powers of two out of products,
because that changes no bit of the result; they never reorder sums. A product with a factor is
kept as ("mul", factor, rest), the factor first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import frexp
from typing import Any

from .links import Index

Expression = Any

ZERO: Expression = ("zero",)
"""A gradient of 0 that flows on: times an infinite slope it is nan, and an error, not 0."""


def neg(a: Expression) -> Expression:
    return mul(-1.0, a)


def mul(a: Expression, b: Expression) -> Expression:
    """a * b, with its constant factor in front."""
    factor_a, rest_a = split(a)
    factor_b, rest_b = split(b)
    if rest_a is None and rest_b is None:
        return factor_a * factor_b
    if rest_a is None:
        return scaled(factor_a, b)
    if rest_b is None:
        return scaled(factor_b, a)
    if is_exact(factor_a) and is_exact(factor_b):
        return scaled(factor_a * factor_b, ("mul", rest_a, rest_b))
    if is_exact(factor_a):
        return scaled(factor_a, ("mul", rest_a, b))
    return scaled(factor_b, ("mul", a, rest_b)) if is_exact(factor_b) else ("mul", a, b)


def div(a: Expression, b: Expression) -> Expression:
    """a / b, with the signs and powers of two in front."""
    factor_a, rest_a = split(a)
    if isinstance(a, float) and isinstance(b, float) and b:
        return a / b
    if rest_a is None:
        if not is_exact(factor_a):
            return ("div", a, b)
        return scaled(factor_a, ("div", 1.0, b))
    if not is_exact(factor_a):
        return ("div", a, b)
    return scaled(factor_a, ("div", rest_a, b))


def plus(a: Expression, b: Expression) -> Expression:
    """a + b, where 0 is nothing at all; a - b where b has a minus in front."""
    if a == 0.0 or b == 0.0:
        return b if a == 0.0 else a
    if a == b:
        return mul(2.0, a)
    factor, rest = split(b)
    if rest is None or factor > 0.0:
        return ("add", a, b)
    return ("sub", a, scaled(-factor, rest))


def scaled(factor: float, rest: Expression | None) -> Expression:
    """factor * rest, where rest has been split off; -(a / b) rather than -1.0 * (a / b)."""
    if rest is None:
        return factor
    if factor == 1.0:
        return rest
    inner, core = split(rest)
    if inner != 1.0 and (is_exact(factor) or is_exact(inner)):
        return scaled(factor * inner, core)
    return ("neg", rest) if factor == -1.0 else ("mul", factor, rest)


def split(a: Expression) -> tuple[float, Expression | None]:
    """An expression as (constant factor, rest); the rest of a number is None."""
    if isinstance(a, float):
        return a, None
    if isinstance(a, tuple) and a[0] == "neg":
        return -1.0, a[1]
    if isinstance(a, tuple) and a[0] == "mul" and isinstance(a[1], float):
        return a[1], a[2]
    return 1.0, a


def is_exact(factor: float) -> bool:
    """Whether a product with this factor is exact: a power of two, or its negative."""
    return abs(frexp(factor)[0]) == 0.5


@dataclass(eq=False)
class Set:
    """The statement `name = value`."""

    name: str
    value: Expression


@dataclass(eq=False)
class Add:
    """The statement `name += value`, or `-=` where the sign is negative."""

    name: str
    value: Expression
    sign: int = 1


@dataclass(eq=False)
class Store:
    """The statement `array[index] = value`."""

    array: str
    index: Index
    value: Expression


@dataclass(eq=False)
class AddAt:
    """The statement `array[index] += value`, or `-=`."""

    array: str
    index: Index
    value: Expression
    sign: int = 1


@dataclass(eq=False)
class Clear:
    """The statement `array[:] = zeros`."""

    array: str


@dataclass(eq=False)
class Require:
    """The comparison must come out like this, or the code is not for this point."""

    test: str
    left: Expression
    right: Expression
    outcome: bool


@dataclass(eq=False)
class Raises:
    """The operation must raise this error, or the code is not for this point."""

    op: str
    operands: list[Expression]
    error: str


@dataclass(eq=False)
class Finite:
    """The value must be computed, and finite, even if nothing depends on it.

    Otherwise Python has raised an error here, which WebAssembly does not.
    """

    value: Expression


@dataclass(eq=False)
class For:
    """Repeat the body for each repetition of a loop, backwards if `reverse`."""

    loop: Any
    body: list[Statement]
    reverse: bool = False


Statement = Set | Add | Store | AddAt | Clear | Require | Raises | Finite | For


@dataclass
class Kernel:
    """Code for one entry point: statements, and the expressions that it returns.

    `arrays` gives the length of each array that it writes and reads, `columns` the constants of
    those that it only reads. `catches`: where an operation raises an error, the loss may go on.
    """

    inputs: tuple[str, ...]
    body: list[Statement]
    value: Expression
    gradient: list[Expression] | None
    arrays: dict[str, int]
    columns: dict[str, tuple[float, ...]]
    catches: bool = False


def reads(expression: Expression) -> Iterator[str]:
    """The names of the variables and arrays that an expression reads, with repetitions."""
    if isinstance(expression, str):
        yield expression
    elif isinstance(expression, tuple):
        if expression[0] == "load":
            yield expression[1]
            return
        first = 2 if expression[0] in ("if", "slope") else 1
        for argument in expression[first:]:
            yield from reads(argument)


def expressions_of(statement: Statement) -> list[Expression]:
    """The expressions in a statement, those in a loop's body left out."""
    if isinstance(statement, Require):
        return [statement.left, statement.right]
    if isinstance(statement, Raises):
        return list(statement.operands)
    if isinstance(statement, Set | Add | Store | AddAt | Finite):
        return [statement.value]
    return []


def target_of(statement: Statement) -> str | None:
    """The variable or array that a statement writes."""
    if isinstance(statement, Set | Add):
        return statement.name
    if isinstance(statement, Store | AddAt | Clear):
        return statement.array
    return None


def statements_in(body: list[Statement]) -> Iterator[Statement]:
    """All statements, those in loops included."""
    for statement in body:
        yield statement
        if isinstance(statement, For):
            yield from statements_in(statement.body)


def drop_unused(kernel: Kernel) -> Kernel:
    """Remove the statements whose results nobody reads."""
    writers: dict[str, list[Statement]] = {}
    pending: list[str] = list(reads(kernel.value))
    for gradient in kernel.gradient or []:
        pending.extend(reads(gradient))
    for statement in statements_in(kernel.body):
        target = target_of(statement)
        if target is not None:
            writers.setdefault(target, []).append(statement)
        elif not isinstance(statement, For):
            pending.extend(n for e in expressions_of(statement) for n in reads(e))
    live: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in live:
            live.add(name)
            for statement in writers.get(name, []):
                pending.extend(n for e in expressions_of(statement) for n in reads(e))
    kernel.body = _kept(kernel.body, live)
    kernel.arrays = {name: size for name, size in kernel.arrays.items() if name in live}
    kernel.columns = {name: values for name, values in kernel.columns.items() if name in live}
    return kernel


def _kept(body: list[Statement], live: set[str]) -> list[Statement]:
    kept: list[Statement] = []
    for statement in body:
        if isinstance(statement, For):
            statement.body = _kept(statement.body, live)
            if statement.body:
                kept.append(statement)
        else:
            target = target_of(statement)
            if target is None or target in live:
                kept.append(statement)
    return kept
