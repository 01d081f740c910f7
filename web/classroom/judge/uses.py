"""Which use of a node is to blame, where its gradient is wrong and those of its users are right.

The gradient is the sum of the shares that its uses send back. Which share is wrong is found in two
ways: a user is asked what it hands on; or exactly one change of one share explains the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum, isfinite
from typing import Any, Literal

How = Literal["other", "lost", "alone", "twice", "early"]
MOST_TERMS = 8


@dataclass
class Use:
    """What a node should send back to one that it uses, and what it would.

    `early`: what it sends before all of its own gradient has arrived, in the ways that can be.
    """

    node: Any
    share: float = 0.0
    sent: float = 0.0
    early: tuple[float, ...] = ()

    def add(self, gradient: float, terms: Sequence[float], local: float, theirs: float) -> None:
        """One more place at which the node uses the other."""
        self.share += gradient * local
        self.sent += gradient * theirs
        parts = [fsum(part) * local for part in _parts(terms)]
        self.early = tuple(map(sum, zip(self.early or (0.0,) * len(parts), parts, strict=True)))


def _parts(terms: Sequence[float]) -> list[tuple[float, ...]]:
    """Some of the terms, in each way, but not none and not all."""
    few = range(1, len(terms) if len(terms) <= MOST_TERMS else 1)
    return [part for count in few for part in combinations(terms, count)]


def wrong_use(got: float, uses: Sequence[Use], close: Callable[[float, float], bool],
              ) -> tuple[Use, How] | None:
    """The use whose share is wrong, and how; None where that cannot be told of one alone."""
    if not all(isfinite(use.share) for use in uses):
        return None
    for use in uses:
        if not close(use.sent, use.share):
            return use, "other"
    total = fsum(use.share for use in uses)
    ways: dict[How, Callable[[Use], tuple[float, ...]]] = {
        "lost": lambda use: (total - use.share,),
        "alone": lambda use: (use.share,),
        "twice": lambda use: (total + use.share,),
        "early": lambda use: tuple(total - use.share + early for early in use.early),
    }
    for how, sums in ways.items():
        found = [use for use in uses if any(close(got, each) for each in sums(use))]
        if len(found) == 1:
            return found[0], how
    return None
