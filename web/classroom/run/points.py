"""The data that a learner's loss is about: lists of numbers, or of pairs, that it reads."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import isfinite
from types import CodeType, FunctionType
from typing import Any, Literal

from classroom.protocol import DataPoints

MOST_COLUMNS = 6
MOST_DRAWN = 1_000_000


@dataclass(frozen=True)
class Points:
    """N points of the plane, each with a label where the data has a third number."""

    x: array[float]
    y: array[float]
    label: array[float] | None = None

    def plain(self, plane: Literal["parameters", "data"]) -> DataPoints:
        """DataPoints of the protocol; `plane` is 'parameters' or 'data'."""
        label = None if self.label is None else self.label[:MOST_DRAWN]
        return {"x": self.x[:MOST_DRAWN], "y": self.y[:MOST_DRAWN], "label": label, "plane": plane}


def found_points(function: Callable[..., Any], names: dict[str, Any]) -> list[Points]:
    """All data that `function`, or a helper that it calls, reads from the module, likely first."""
    read = [names[name] for name in names_read(function, names)]
    tables = [points for value in read if (points := _from_rows(value)) is not None]
    columns = [column for value in read if (column := _numbers(value)) is not None]
    return [*tables, *_from_columns(columns[:MOST_COLUMNS]), *_from_columns(_single(read))]


def names_read(function: Callable[..., Any], names: dict[str, Any]) -> list[str]:
    """The module's names that `function` uses, through helpers too, in the module's order."""
    waiting, seen, read = [function], set(), set()
    while waiting:
        code = getattr(waiting.pop(), "__code__", None)
        if code is None or code in seen:
            continue
        seen.add(code)
        for name in _names_in(code):
            read.add(name)
            if isinstance(names.get(name), FunctionType):
                waiting.append(names[name])
    return [name for name in names if name in read]


def _names_in(code: CodeType) -> Iterator[str]:
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names_in(constant)


def _single(read: list[Any]) -> list[array[float]]:
    """Plain numbers, as columns of one: the coordinates of a single point."""
    numbers = [column for value in read if (column := _numbers([value])) is not None]
    return numbers[:MOST_COLUMNS]


def _from_columns(columns: list[array[float]]) -> Iterator[Points]:
    """Every ordered pair of columns of one length; the first pair takes a third as its label."""
    for i, x in enumerate(columns):
        same = [column for j, column in enumerate(columns) if j != i and len(column) == len(x)]
        for y in same:
            others = [column for column in same if column is not y]
            yield Points(x, y, others[0] if others else None)


def _from_rows(value: Any) -> Points | None:
    """Points from a list of (x, y), of (x, y, label), or of ((x, y), label)."""
    if not isinstance(value, list | tuple) or not value or not isinstance(value[0], list | tuple):
        return None
    rows = [_flat(row) for row in value]
    width = len(rows[0])
    if width not in (2, 3) or any(len(row) != width for row in rows):
        return None
    columns = [_numbers(column) for column in zip(*rows, strict=True)]
    if any(column is None for column in columns):
        return None
    x, y, *rest = (column for column in columns if column is not None)
    return Points(x, y, rest[0] if rest else None)


def _flat(row: Any) -> tuple[Any, ...]:
    if not isinstance(row, list | tuple):
        return ()
    first = row[0] if row else None
    if isinstance(first, list | tuple) and len(row) == 2:
        return (*first, row[1])
    return tuple(row)


def _numbers(value: Iterable[Any]) -> array[float] | None:
    if not isinstance(value, list | tuple | array) or not value:
        return None
    if not all(issubclass(kind, int | float) for kind in set(map(type, value))):
        return None
    return array("d", value) if all(map(isfinite, value)) else None
