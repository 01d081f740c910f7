"""Guards: what must still hold for a compiled loss to be the loss.

Comparisons on the way of the computation are checked by the compiled code itself. What is checked
here is the rest of the world: all that the loss can read from outside, as `reach` finds it.
`Watched` keeps copies, and compares; comparing lists with copies of themselves runs at the speed of
C, about 4 µs for a thousand numbers. What cannot be watched exactly makes the loss run eagerly.
"""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from operator import is_
from types import CellType
from typing import Any

from .reach import Unwatchable, Walk
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
        self.inside: list[tuple[Callable[[], Any], list[Any]]] = []
        self.attributes: list[tuple[Any, str, Any]] = []
        self.arrays: list[tuple[Any, Any]] = []
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
        except Exception:  # comparing what somebody put there raised something: it is new
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
        for members, known in self.inside:
            if not _same(members(), known):
                return True
        for each, name, value in self.attributes:
            if getattr(each, name, MISSING) is not value:
                return True
        return any(_bytes(array) != known for array, known in self.arrays)

    def drew(self) -> bool:
        """Whether random numbers were drawn since, from a source that the function can see."""
        return any(source.getstate() != state for source, state in self.states)

    # What `reach` tells

    def name(self, space: Mapping[str, Any], name: str) -> None:
        self.names.append((space, name, space.get(name, MISSING)))

    def cell(self, cell: CellType) -> None:
        self.cells.append((cell, contents(cell)))

    def plain(self, value: Any, copy: Any) -> None:
        self.copies.append((value, exactly(copy)))
        if type(value) is dict:  # equal ones may have another order
            self.inside.append((value.keys, list(value)))

    def members(self, value: Any) -> None:
        if isinstance(value, tuple | frozenset):
            return
        if isinstance(value, Mapping):
            self.inside.append((value.keys, list(value.keys())))
            self.inside.append((value.values, list(value.values())))
        else:
            self.inside.append((value.__iter__, list(value)))

    def slots(self, value: Any, names: list[str]) -> None:
        self.attributes += [(value, name, getattr(value, name, MISSING)) for name in names]

    def array(self, value: Any) -> None:
        self.arrays.append((value, _bytes(value)))

    def source(self, value: random.Random) -> None:
        self.states.append((value, value.getstate()))


MISSING: Any = object()


def contents(cell: CellType) -> Any:
    """What is in a variable of an outer function; MISSING while nothing is."""
    try:
        return cell.cell_contents
    except ValueError:
        return MISSING


def _same(members: Any, known: list[Any]) -> bool:
    found = list(members)
    return len(found) == len(known) and all(map(is_, found, known))


def _bytes(array: Any) -> tuple[Any, ...]:
    return array.tobytes(), getattr(array, "shape", None), getattr(array, "dtype", None)


class Exactly:
    """Equals what a number is, and not all that it equals: 0.0 is not -0.0, and 1 is not True."""

    __slots__ = ("number",)
    __hash__ = None  # type: ignore[assignment]  # it stands in lists

    def __init__(self, number: Any) -> None:
        self.number = number

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self.number) and repr(other) == repr(self.number)


def exactly(copy: Any) -> Any:
    """A copy of plain data that equals only the same; members of sets cannot be told apart."""
    kind = type(copy)
    if kind is dict:
        return {key: exactly(value) for key, value in copy.items()}
    if kind in (list, tuple, deque):
        return kind(map(exactly, copy)) if _has_doubtful(copy) else copy
    if kind is bool or (kind in (int, float) and copy == 0) or (kind is int and copy == 1):
        return Exactly(copy)
    return copy


def _has_doubtful(values: Sequence[Any]) -> bool:
    """Whether some of them equal something else, or may have such things in them."""
    kinds = set(map(type, values))
    return bool(kinds & NESTING) or 0 in values or (int in kinds and 1 in values)


NESTING = {list, tuple, deque, dict, bool}


class Randomness:
    """Whether random numbers were drawn between two moments."""

    def __init__(self, watched: Watched) -> None:
        self.state = random.getstate()
        self.watched = watched

    def refuse(self) -> None:
        """Raise NotTraceable if any were."""
        if random.getstate() != self.state or self.watched.drew():
            raise NotTraceable("The loss draws random numbers, so each call is another one.")
