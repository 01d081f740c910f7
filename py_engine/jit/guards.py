"""Guards: what must still hold for a compiled loss to be the loss.

Comparisons on the way of the computation are checked by the compiled code itself. What is checked
here is the rest of the world: all that the loss can read from outside, as `reach` finds it.
`Watched` keeps copies, and compares; comparing lists with copies of themselves runs at the speed of
C, about 4 µs for a thousand numbers. What cannot be watched exactly makes the loss run eagerly.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from operator import is_
from types import CellType
from typing import Any

from .plain_data import Parts, parts_of, same_parts
from .reach import Unwatchable, Walk, attribute
from .trace import NotTraceable


class Watched:
    """All that a function can read: its globals, closure and defaults, and what is behind them.

    `refusal` says in a sentence what of it cannot be watched. `catches`: some code of it may catch
    an error and go on.
    """

    def __init__(self, f: Callable[..., Any]) -> None:
        self.names: list[tuple[Mapping[str, Any], str, Any]] = []
        self.cells: list[tuple[CellType, Any]] = []
        self.copies: list[tuple[Any, Any]] = []
        self.doubtful: list[tuple[Any, Parts, list[Any]]] = []
        self.inside: list[tuple[Callable[[], Any], list[Any]]] = []
        self.attributes: list[tuple[Any, str, Any]] = []
        self.unset: list[tuple[Any, str]] = []
        self.objects: list[Any] = []
        self.classes: list[type] = []
        self.answers: list[tuple[Callable[[], Any], Any]] = []
        self.states: list[tuple[random.Random, Any]] = []
        self.refusal: str | None = None
        self.catches = True
        try:
            self.catches = Walk(f, self).catches
        except Unwatchable as reason:
            self.refusal = str(reason)

    def changed(self) -> bool:
        """Whether anything is not as it was."""
        try:
            return self._changed()
        except Exception:  # an attribute is gone; or comparing what somebody put there raised it
            return True

    def _changed(self) -> bool:
        for space, name, value in self.names:  # loops, as this is asked at each call
            if space.get(name, MISSING) is not value:
                return True
        for cell, value in self.cells:
            if contents(cell) is not value:
                return True
        for container, copy in self.copies:
            if container != copy:
                return True
        for value, parts, known in self.doubtful:
            if not same_parts(parts, value, known):
                return True
        for members, known in self.inside:
            if not _same(members(), known):
                return True
        for each, name, value in self.attributes:
            if PEEK(each, name) is not value:
                return True
        for each, name in self.unset:
            if attribute(each, name, MISSING) is not MISSING:
                return True
        if [*map(type, self.objects)] != self.classes:
            return True
        return any(ask() != answer for ask, answer in self.answers)

    def drew(self) -> bool:
        """Whether random numbers were drawn since, from a source that the function can see."""
        return any(source.getstate() != state for source, state in self.states)

    # What `reach` tells

    def name(self, space: Mapping[str, Any], name: str) -> None:
        self.names.append((space, name, space.get(name, MISSING)))

    def cell(self, cell: CellType) -> None:
        self.cells.append((cell, contents(cell)))

    def plain(self, value: Any, copy: Any) -> None:
        self.copies.append((value, copy))
        if parts := parts_of(value):
            self.doubtful.append((value, parts, list(parts(value))))

    def members(self, value: Any) -> None:
        if isinstance(value, tuple | frozenset):
            return
        if isinstance(value, Mapping):
            self.inside.append((value.keys, list(value.keys())))
            self.inside.append((value.values, list(value.values())))
        else:
            self.inside.append((value.__iter__, list(value)))

    def slots(self, value: Any, names: list[str]) -> None:
        for name in names:
            found = attribute(value, name, MISSING)
            if found is MISSING:
                self.unset.append((value, name))
            else:
                self.attributes.append((value, name, found))

    def kind(self, value: Any) -> None:
        self.objects.append(value)
        self.classes.append(type(value))

    def answer(self, ask: Callable[[], Any]) -> None:
        self.answers.append((ask, ask()))

    def source(self, value: random.Random) -> None:
        self.states.append((value, value.getstate()))


MISSING: Any = object()
PEEK = object.__getattribute__


def contents(cell: CellType) -> Any:
    """What is in a variable of an outer function; MISSING while nothing is."""
    try:
        return cell.cell_contents
    except ValueError:
        return MISSING


def _same(members: Any, known: list[Any]) -> bool:
    found = list(members)
    return len(found) == len(known) and all(map(is_, found, known))


class Randomness:
    """Whether random numbers were drawn between two moments."""

    def __init__(self, watched: Watched) -> None:
        self.state = random.getstate()
        self.watched = watched

    def refuse(self) -> None:
        """Raise NotTraceable if any were."""
        if random.getstate() != self.state or self.watched.drew():
            raise NotTraceable("The loss draws random numbers, so each call is another one.")
