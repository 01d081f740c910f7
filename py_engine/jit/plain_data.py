"""Plain data: containers of numbers and texts, of which copies are kept, to see a change.

Comparing a list with a copy of itself runs at the speed of C. But what is equal need not be the
same: 1 equals True and 1.0, 0.0 equals -0.0, and so do two dicts whose order differs. Where that
may be, `parts` of both are compared as well, one by one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain
from operator import is_
from typing import Any

MOST_DEPTH = 40
ATOMS = frozenset(
    (float, int, bool, complex, str, bytes, type(None), Fraction, range, type(...), object)
)
"""The types of values that cannot change, and are compared by `==`."""
NO_NUMBERS = frozenset((str, bytes, type(None), type(...), object))
NOT_PLAIN: Any = object()
ROWS = {list, tuple}
UNORDERED = (dict, set, frozenset)
Parts = Callable[[Any], Iterator[Any]]


def plain_copy(value: Any, depth: int = 0) -> Any:
    """A copy of nested containers of atoms, an atom itself; NOT_PLAIN if there is anything else."""
    kind = type(value)
    if kind in ATOMS:
        return value
    if depth > MOST_DEPTH or kind not in (list, tuple, dict, set, frozenset, deque):
        return NOT_PLAIN
    if kind is dict:
        keys, values = plain_copy(list(value), depth), plain_copy([*value.values()], depth)
        return NOT_PLAIN if NOT_PLAIN in (keys, values) else dict(zip(keys, values, strict=True))
    kinds = set(map(type, value))
    if kinds <= ATOMS:
        return value if kind in (tuple, frozenset) else value.copy()
    if kind is list and kinds <= ROWS and set(map(type, chain.from_iterable(value))) <= ATOMS:
        return [item if type(item) is tuple else item.copy() for item in value]
    items = [plain_copy(item, depth + 1) for item in value]
    if any(item is NOT_PLAIN for item in items):
        return NOT_PLAIN
    if all(map(is_, items, value)):
        return value if kind in (tuple, frozenset) else value.copy()
    return deque(items, value.maxlen) if kind is deque else kind(items)


def parts_of(value: Any) -> Parts | None:
    """How to take plain data apart, where it might equal something else; None where it cannot."""
    parts = _way_through(value)
    return parts if any(map(_is_doubtful, parts(value))) else None


def _way_through(value: Any) -> Parts:
    """The quickest way through all that might be exchanged in data of this shape."""
    kinds = set(map(type, value))
    if type(value) is not dict and kinds <= ATOMS | ROWS:
        if kinds <= ATOMS:
            return iter
        if kinds <= ROWS and set(map(type, chain.from_iterable(value))) <= ATOMS:
            return iter if kinds == {tuple} else chain.from_iterable
    return _all_parts


def same_parts(parts: Parts, value: Any, known: list[Any]) -> bool:
    """Whether the parts of equal data are the same: mostly they are the very same objects."""
    return all(map(is_, parts(value), known)) or all(map(_is_alike, parts(value), known))


def _all_parts(value: Any) -> Iterator[Any]:
    kind = type(value)
    if kind in ATOMS:
        yield value
        return
    if kind in UNORDERED:
        yield kind
    for part in chain(value, value.values()) if kind is dict else value:
        yield from _all_parts(part)


def _is_doubtful(part: Any) -> bool:
    """Whether something else equals it, or the order that it stands for is not compared."""
    if type(part) is float:
        return part.is_integer()
    if type(part) is tuple:
        return any(map(_is_doubtful, part))
    return type(part) not in NO_NUMBERS


def _is_alike(one: Any, other: Any) -> bool:
    return one is other or (type(one) is type(other) and repr(one) == repr(other))
