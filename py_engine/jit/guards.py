"""Guards: what must still hold for a compiled loss to be the loss.

Comparisons on the way of the computation are checked by the compiled code itself. What is checked
here is the rest of the world: numbers and lists that the loss reads from outside. `Watched` keeps
shallow copies of them, and compares; comparing lists with copies of themselves runs at the speed
of C, about 4 µs for a thousand numbers.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, MutableMapping
from opcode import opmap
from types import CellType, CodeType, FunctionType, ModuleType
from typing import Any

from .trace import NotTraceable

CONTAINERS = (list, dict, set, bytearray)
MOST_DEPTH = 4
HANDLER = opmap["PUSH_EXC_INFO"]
"""What `except`, `finally` and `with` are compiled to."""


class Watched:
    """The data that a function can see: its globals, closure and defaults, and those it calls."""

    def __init__(self, f: Callable[..., Any]) -> None:
        self.names: list[tuple[MutableMapping[str, Any], str, Any]] = []
        self.cells: list[tuple[CellType, Any]] = []
        self.copies: list[tuple[Any, Any]] = []
        self.states: list[tuple[random.Random, Any]] = []
        self.seen: set[int] = set()
        self.catches = False
        self._look(f, 0)

    def changed(self) -> bool:
        """Whether anything is not as it was."""
        missing = self
        return (
            any(space.get(name, missing) is not value for space, name, value in self.names)
            or any(cell.cell_contents is not value for cell, value in self.cells)
            or any(container != copy for container, copy in self.copies)
        )

    def drew(self) -> bool:
        """Whether random numbers were drawn since, from a source that the function can see."""
        return any(source.getstate() != state for source, state in self.states)

    def _look(self, value: Any, depth: int) -> None:
        if id(value) in self.seen or depth > MOST_DEPTH:
            return
        self.seen.add(id(value))
        if isinstance(value, FunctionType):
            self._look_at_function(value, depth)
        elif hasattr(value, "__wrapped__") or hasattr(value, "__func__"):
            self._look(getattr(value, "__func__", getattr(value, "__wrapped__", None)), depth)
            self._look(getattr(value, "__self__", None), depth + 1)
        elif isinstance(value, random.Random):
            self.states.append((value, value.getstate()))
        elif isinstance(value, CONTAINERS):
            self.copies.append((value, _copy(value)))
        elif isinstance(value, tuple):
            for item in value if set(map(type, value)) - {float, int, str} else ():
                self._look(item, depth + 1)
        elif hasattr(value, "__dict__") and not isinstance(value, ModuleType | type):
            self.copies.append((vars(value), dict(vars(value))))
            for item in vars(value).values():
                self._look(item, depth + 1)

    def _look_at_function(self, f: FunctionType, depth: int) -> None:
        if f.__module__ is not None and f.__module__.partition(".")[0] == "py_engine":
            return
        self.catches |= catches(f.__code__)
        for name in _names(f.__code__):
            if name in f.__globals__:
                value = f.__globals__[name]
                self.names.append((f.__globals__, name, value))
                self._look(value, depth + 1)
        for cell in f.__closure__ or ():
            try:
                self.cells.append((cell, cell.cell_contents))
            except ValueError:  # a cell that is empty so far
                continue
            self._look(cell.cell_contents, depth + 1)
        for value in (*(f.__defaults__ or ()), *(f.__kwdefaults__ or {}).values()):
            self._look(value, depth + 1)


def _names(code: CodeType) -> Iterator[str]:
    """The names that a function, and those defined in it, look up."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _names(constant)


def catches(code: CodeType) -> bool:
    """Whether a function, or one that is defined in it, may catch an error and go on."""
    inner = (constant for constant in code.co_consts if isinstance(constant, CodeType))
    return HANDLER in code.co_code[::2] or any(map(catches, inner))


def _copy(value: Any) -> Any:
    """A copy of nested containers, down to what is not one."""
    if isinstance(value, list):
        if set(map(type, value)) <= {float, int, str, bool}:
            return list(value)
        return [_copy(item) for item in value]
    if isinstance(value, dict):
        return {key: _copy(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return tuple(_copy(item) for item in value)
    return value.copy() if isinstance(value, CONTAINERS) else value


class Randomness:
    """Whether random numbers were drawn between two moments."""

    def __init__(self, watched: Watched) -> None:
        self.state = random.getstate()
        self.watched = watched

    def refuse(self) -> None:
        """Raise NotTraceable if any were."""
        if random.getstate() != self.state or self.watched.drew():
            raise NotTraceable("The loss draws random numbers, so each call is another one.")
