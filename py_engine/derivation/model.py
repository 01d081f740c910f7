"""What a derivation is made of: lines to read, and the formulas behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce

from ..jit.links import Before, Element, Input, Last, Link, Linked, Same
from ..jit.roll import Loop, Step
from .algebra import Polynomial, product

Target = Step | int
Place = dict[Loop, int]


@dataclass(frozen=True)
class Line:
    """One line of a derivation. `nodes` are positions in the program."""

    tex: str
    words: str
    nodes: tuple[int, ...]


@dataclass(frozen=True)
class Use:
    """One way in which a result is used: by which operation, in which repetitions."""

    user: Step
    local: Polynomial
    sums: tuple[Loop, ...] = ()
    same: tuple[tuple[Loop, Loop], ...] = ()
    next: Loop | None = None
    last: Loop | None = None


@dataclass
class Term:
    """The product along one way from a result to the next junction."""

    uses: list[Use]

    @property
    def junction(self) -> Step:
        return self.uses[-1].user

    @property
    def product(self) -> Polynomial:
        return reduce(product, (use.local for use in self.uses))


@dataclass
class Derivation:
    """The lines, and the formulas behind them: for each target the terms of its gradient."""

    linked: Linked
    lines: list[Line] = field(default_factory=list)
    terms: dict[Target, list[Term]] = field(default_factory=dict)

    def _repr_latex_(self) -> str:
        """The lines, one below the other, as a notebook shows them."""
        rows = [line.tex.replace("= ", "&= ", 1) for line in self.lines]
        return "$$\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}$$"


class Irregular(Exception):
    """Repetitions use each other in a way that no sum over i describes."""


def positions(target: Target) -> tuple[int, ...]:
    return (target.position,) if isinstance(target, Step) else (target,)


def target_of(link: Link) -> Target | None:
    """What a link leads to, if a gradient flows there."""
    if isinstance(link, Same | Last | Element):
        return link.step
    if isinstance(link, Before):
        return link.source.step
    if isinstance(link, Input):
        if link.index.terms:
            raise Irregular
        return link.index.constant
    return None


