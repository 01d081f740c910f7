"""Soundness: what must hold of emitted code, whatever the loss.

Two faults would give wrong numbers without a word. A gradient that is sent to where nobody takes
it is lost: `Ledger` books each one, and settles accounts at the end. A variable that is read before
it is set, or an array that is read beyond its end, reads what another repetition left: `verify`
walks over a kernel and finds such reads. Either raises Unsupported, and the program is rolled less
deeply.
"""

from __future__ import annotations

from .expressions import (
    Add,
    AddAt,
    Clear,
    Expression,
    For,
    Kernel,
    Set,
    Statement,
    Store,
    expressions_of,
)
from .links import Index, Unsupported
from .roll import Loop


class Ledger:
    """Where gradients were sent, and have not been taken from."""

    def __init__(self) -> None:
        self.owed: set[str] = set()

    def sent(self, place: str) -> None:
        """A gradient was added at this place."""
        self.owed.add(place)

    def taken(self, place: str) -> None:
        """All that had been added there was handed on."""
        self.owed.discard(place)

    def settle(self, place: str) -> None:
        """The place is begun anew: nothing may be left there. Raises Unsupported."""
        if place in self.owed:
            raise Unsupported

    def close(self) -> None:
        """Nothing may be left anywhere. Raises Unsupported."""
        if self.owed:
            raise Unsupported


def verify(kernel: Kernel) -> None:
    """Check that all that is read has been set, within its bounds. Raises Unsupported."""
    check = _Verifier(kernel)
    check.block(kernel.body)
    for expression in (kernel.value, *(kernel.gradient or ())):
        check.expression(expression)


class _Verifier:
    def __init__(self, kernel: Kernel) -> None:
        self.sizes = {name: len(values) for name, values in kernel.columns.items()} | kernel.arrays
        self.known = {f"x{k}" for k in range(len(kernel.inputs))}
        self.loops: set[Loop] = set()

    def block(self, body: list[Statement]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, statement: Statement) -> None:
        for expression in expressions_of(statement):
            self.expression(expression)
        match statement:
            case For():
                self._loop(statement)
            case Set(name):
                self.known.add(name)
            case Add(name):
                self._must(name in self.known)
            case Store(array, index) | AddAt(array, index):
                self._element(array, index)
            case Clear(array):
                self._must(array in self.sizes)

    def _loop(self, statement: For) -> None:
        self._must(statement.loop not in self.loops)
        self.loops.add(statement.loop)
        self.block(statement.body)
        self.loops.discard(statement.loop)

    def expression(self, expression: Expression) -> None:
        if isinstance(expression, str):
            self._must(expression in self.known)
        elif isinstance(expression, tuple):
            op, *arguments = expression
            if op == "load":
                self._element(*arguments)
                return
            for argument in arguments[1:] if op in ("if", "slope") else arguments:
                self.expression(argument)

    def _element(self, array: str, index: Index) -> None:
        reach = [(loop.count - 1) * factor for loop, factor in index.terms]
        low = index.constant + sum(r for r in reach if r < 0)
        high = index.constant + sum(r for r in reach if r > 0)
        self._must(array in self.sizes and low >= 0 and high < self.sizes[array])
        self._must(all(loop in self.loops for loop, _factor in index.terms))

    def _must(self, holds: bool) -> None:
        if not holds:
            raise Unsupported
