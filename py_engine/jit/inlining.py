"""Inlining: write a value that is used once where it is used, so that code reads like a formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from ..primitives import BUILT_IN
from .expressions import (
    Expression,
    For,
    Kernel,
    Raises,
    Require,
    Set,
    Statement,
    expressions_of,
    reads,
    statements_in,
    target_of,
)
from .program import RAISING

MOST_OPERATIONS = 7
QUIET = BUILT_IN - RAISING | {"if", "zero"}
"""The operations that raise no error."""


def inline(kernel: Kernel, keep: Callable[[str], bool]) -> Kernel:
    """Substitute variables that are set once and read once nearby; not those to `keep`."""
    count: Counter[str] = Counter(reads(kernel.value))
    for gradient in kernel.gradient or []:
        count.update(reads(gradient))
    writes: Counter[str] = Counter()
    for statement in statements_in(kernel.body):
        for expression in expressions_of(statement):
            count.update(reads(expression))
        target = target_of(statement)
        if target is not None:
            writes[target] += 1
    once = {n for n, c in count.items() if c == 1 and writes[n] == 1 and not keep(n)}
    kernel.body = _inline_block(kernel.body, once)
    _inline_result(kernel, once)
    return kernel


def _inline_block(body: list[Statement], once: set[str]) -> list[Statement]:
    result: list[Statement] = []
    for statement in body:
        if isinstance(statement, For):
            statement.body = _inline_block(statement.body, once)
        else:
            _absorb(result, statement, once)
        result.append(statement)
    return result


def _absorb(before: list[Statement], statement: Statement, once: set[str]) -> None:
    """Pull the definitions of what the statement reads into it."""
    names = {n for e in expressions_of(statement) for n in reads(e)} & once
    place = len(before) - 1
    written: set[str] = set()
    while names and place >= 0:
        earlier = before[place]
        if isinstance(earlier, Set) and earlier.name in names:
            size = sum(map(_size, expressions_of(statement)))
            if not written & set(reads(earlier.value)) and (
                size + _size(earlier.value) <= MOST_OPERATIONS
            ) and not (_chooses(statement) and _may_raise(earlier)):
                _substitute(statement, earlier.name, earlier.value)
                del before[place]
                names |= set(reads(earlier.value)) & once
            names.discard(earlier.name)
        written |= _written(earlier)
        place -= 1


def _chooses(statement: Statement) -> bool:
    """Whether something inside of it may not be computed, or its errors may be caught."""
    return isinstance(statement, Raises) or "where" in operations_of(*expressions_of(statement))


def _may_raise(statement: Statement) -> bool:
    """Whether computing it may raise an error. A learner's own primitive may raise anything."""
    return any(op in RAISING or op not in QUIET for op in operations_of(*expressions_of(statement)))


def operations_of(*expressions: Expression) -> set[str]:
    """The operations in some expressions."""
    found: set[str] = set()
    pending = list(expressions)
    while pending:
        expression = pending.pop()
        if isinstance(expression, tuple) and expression[0] != "load":
            found.add(expression[0])
            pending.extend(expression[1:])
    return found


def _inline_result(kernel: Kernel, once: set[str]) -> None:
    while kernel.body:
        last = kernel.body[-1]
        if not (isinstance(last, Set) and last.name in once):
            return
        if _may_raise(last) and _chooses(Set("", kernel.value)):
            return
        if last.name in set(reads(kernel.value)):
            kernel.value = replaced(kernel.value, last.name, last.value)
        else:
            kernel.gradient = [
                replaced(gradient, last.name, last.value) for gradient in kernel.gradient or []
            ]
        kernel.body.pop()


def _written(statement: Statement) -> set[str]:
    inner = statements_in(statement.body) if isinstance(statement, For) else [statement]
    return {target for s in inner if (target := target_of(s)) is not None}


def _size(expression: Expression) -> int:
    if not isinstance(expression, tuple) or expression[0] == "load":
        return 0
    return 1 + sum(map(_size, expression[1:]))


def _substitute(statement: Statement, name: str, value: Expression) -> None:
    if isinstance(statement, Raises):
        statement.operands = [replaced(each, name, value) for each in statement.operands]
    elif isinstance(statement, Require):
        statement.left = replaced(statement.left, name, value)
        statement.right = replaced(statement.right, name, value)
    else:
        statement.value = replaced(statement.value, name, value)  # type: ignore[union-attr]  # it has expressions


def replaced(expression: Expression, name: str, value: Expression) -> Expression:
    """The expression with a variable's name replaced by its value."""
    if expression == name:
        return value
    if isinstance(expression, tuple) and expression[0] != "load":
        first = 2 if expression[0] in ("if", "slope") else 1
        return (
            *expression[:first],
            *(replaced(argument, name, value) for argument in expression[first:]),
        )
    return expression
