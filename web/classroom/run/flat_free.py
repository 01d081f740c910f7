"""Free a learner's linked graph without recursion, as it goes.

A node that holds its parents frees them when it is freed itself, they free theirs, and so on: some
nested C calls for each link. CPython bounds that; in Pyodide the bound is taken on the wrong stack,
and a chain of some thousand nodes ends the interpreter for good. Where the end of a graph is known,
`linked.Nursery` takes it apart. A learner's own loop makes and drops graphs when it likes: so each
class it defines gets a finalizer that moves what a dying object holds to a list, and the outermost
finalizer empties the list in a loop. The depth is constant, whatever the graph.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from types import MemberDescriptorType
from typing import Any

Slots = dict[type, list[MemberDescriptorType]]

_waiting: list[dict[str, Any] | list[Any]] = []  # to be emptied, not just let go of
_emptying = False
_MOST_KNOWN = 100  # classes of a module: a function may make one whenever it is called


def learner_builtins() -> dict[str, Any]:
    """Builtins for a learner's module, under which the objects of its classes are freed flat."""
    names = dict(vars(builtins))
    build: Callable[..., Any] = builtins.__build_class__
    known: Slots = {}
    bury = _burial(known)

    def build_class(*args: Any, **keywords: Any) -> Any:
        made = build(*args, **keywords)
        if type(made) is type and not hasattr(made, "__del__"):
            made.__del__ = bury  # type: ignore[attr-defined]  # a new name on the class
            if len(known) < _MOST_KNOWN:
                known[made] = slots_of(made)
        return made

    names["__build_class__"] = build_class
    return names


def _burial(known: Slots) -> Callable[[Any], None]:
    """Give a `__del__`; `known` are the slots of some of the classes that it is for."""

    def bury(dying: Any) -> None:
        """Take apart an object that is about to be freed."""
        global _emptying
        held = getattr(dying, "__dict__", None)
        if held:
            _waiting.append(held)
        slots = known.get(type(dying))
        if slots is None:
            slots = slots_of(type(dying))
        if slots:
            taken: list[Any] = []
            _waiting.append(taken)
            for slot in slots:
                try:
                    taken.append(slot.__get__(dying))
                except AttributeError:  # never set
                    continue
                slot.__delete__(dying)
        if not _emptying:
            _emptying = True
            try:
                while _waiting:
                    _waiting.pop().clear()
            finally:
                _emptying = False

    return bury


def slots_of(cls: type) -> list[MemberDescriptorType]:
    return [member for base in cls.__mro__ if "__slots__" in vars(base)
            for member in vars(base).values() if isinstance(member, MemberDescriptorType)]
