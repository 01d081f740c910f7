"""Put numbers into the formulas of a derivation: what they say must be what the engine computes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..jit.carries import Flow
from ..jit.links import Before, Index, Input, Link, Linked, Table
from ..jit.program import GUARDS
from ..jit.roll import Step
from ..primitives import PRIMITIVES
from .algebra import Symbol, evaluated
from .model import Derivation, Place, Target, Term, Use


def gradient(derivation: Derivation, *point: float) -> tuple[float, ...]:
    """The gradient at a point, by the derived formulas."""
    numbers = Numbers(derivation, point)
    return tuple(numbers.adjoint(k, {}) for k in range(len(point)))


class Numbers:
    """Puts numbers into the formulas of a derivation."""

    def __init__(self, derivation: Derivation, point: tuple[float, ...]) -> None:
        self.derivation = derivation
        self.linked = derivation.linked
        self.flow = Flow(self.linked)
        self.values = program_values(self.linked, point)
        self.point = point
        self.known: dict[Any, float] = {}

    def adjoint(self, target: Target, place: Place) -> float:
        """d loss / d target, in the repetition at this place."""
        if isinstance(target, Step) and target not in self.derivation.terms:
            return 1.0
        key = (target, tuple(sorted((id(loop), i) for loop, i in place.items())))
        if key not in self.known:
            self.known[key] = sum(
                self._term(term, dict(place)) for term in self.derivation.terms[target]
            )
        return self.known[key]

    def _term(self, term: Term, place: Place) -> float:
        total = 0.0
        for where in self._places(term.uses, place):
            around = {loop: where[loop] for loop in self.flow.paths[term.junction]
                      if loop in where}
            total += evaluated(
                term.product, lambda symbol, at=where: self.number(symbol, at)  # type: ignore[misc]
            ) * self.adjoint(term.junction, around)
        return total

    def _places(self, uses: list[Use], place: Place) -> Iterator[Place]:
        """The repetitions in which a way is walked, for a result at this place."""
        places = [place]
        for use in uses:
            if use.next is not None:
                places = [{**p, use.next: p[use.next] + 1} for p in places
                          if p[use.next] + 1 < use.next.count]
            if use.last is not None:
                places = [p for p in places if p[use.last] == use.last.count - 1]
            for there, here in use.same:
                places = [{**p, there: p[here]} for p in places]
            for loop in use.sums:
                places = [{**p, loop: i} for p in places for i in range(loop.count)]
        yield from places

    def number(self, symbol: Symbol, place: Place) -> float:
        """The number that a symbol stands for, in the repetition at this place."""
        meaning = symbol.meaning
        if isinstance(meaning, int):
            return self.point[meaning]
        if isinstance(meaning, Step):
            return self._value(meaning, place)
        if isinstance(meaning, Table):
            return meaning.values[_at(meaning.index, place)]
        if meaning[0] == "count":
            return float(meaning[1])
        if meaning[0] == "adjoint":
            around = {loop: place[loop] for loop in self.flow.paths[meaning[1]] if loop in place}
            return self.adjoint(meaning[1], around)
        if meaning[0] == "slope":
            _, step, slot = meaning
            operands = [self.operand(link, place) for link in self.flow.operands[step]]
            return PRIMITIVES[step.op].gradients_at(*operands)[slot] or 0.0
        step, slot = meaning
        return self.operand(self.flow.operands[step][slot], place)

    def operand(self, link: Link, place: Place) -> float:
        if isinstance(link, float):
            return link
        if isinstance(link, Table):
            return link.values[_at(link.index, place)]
        if isinstance(link, Input):
            return self.point[link.index.constant]
        if isinstance(link, Before):
            if not place[link.loop]:
                return self.operand(link.initial, place)
            return self._value(link.source.step, {**place, link.loop: place[link.loop] - 1})
        return self._value(link.step, place)

    def _value(self, step: Step, place: Place) -> float:
        path = self.flow.paths[step]
        indices = [place.get(loop, loop.count - 1) for loop in path]
        position = self.linked.position(step, indices)
        assert position is not None
        return self.values[position]


def _at(index: Index, place: Place) -> int:
    return index.constant + sum(factor * place[loop] for loop, factor in index.terms)


def program_values(linked: Linked, point: tuple[float, ...]) -> list[float]:
    """The value at each position of a program, by the table of primitives."""
    program = linked.rolled.program
    values: list[float] = list(point)
    for k in range(len(point), len(program.ops)):
        op = program.ops[k]
        operands = [values[o] if type(o) is int else o
                    for o in (column[k] for column in program.slots) if o is not None]
        values.append(0.0 if op in GUARDS else PRIMITIVES[op].value(*operands))
    return values
