"""Any engine under the course's names, so that the course's checks can be put to it.

What has the course's name already stays as it is; only what is missing is given one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, MutableMapping
from types import FunctionType
from typing import Any

from classroom.run.dialect import Alias, Dialect, recognise
from classroom.words.faults import ENGINE_NAMES

CLASS = "Node"
COURSE_OPERATIONS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "pow": "**", "sum": "total"}
_IN_CODE = re.compile(r"`[^`]*`")


def under_course_names(names: MutableMapping[str, Any]) -> Dialect | None:
    """Add the course's names to an executed module; the dialect, or None where nothing was done.

    The class gets properties that read and write its own attributes, and the module functions
    that call its methods.
    """
    if CLASS in names:
        return None
    dialect = recognise(names)
    if dialect is None:
        return None
    names[CLASS] = dialect.cls
    for name, thing in _members(dialect).items():
        if not hasattr(dialect.make(1.0), name):
            setattr(dialect.family, name, thing)
    for name in ENGINE_NAMES:
        method = getattr(dialect.family, name, None)
        if name not in names and isinstance(method, FunctionType):
            names[name] = _function(dialect, method)
    return dialect


def in_their_words(message: str, dialect: Dialect) -> str:
    """A check's message, whose code speaks of the course's names, with theirs."""
    theirs = {CLASS: dialect.cls.__name__}
    attributes = {"value": dialect.value, "grad": dialect.grad, "op": dialect.op,
                  "parents": dialect.parents[0] if len(dialect.parents) == 1 else "",
                  "backward": dialect.backward}

    def translated(code: re.Match[str]) -> str:
        text = re.sub(r"\bNode\b", theirs[CLASS], code.group())
        for ours, name in attributes.items():
            if name.isidentifier():
                text = re.sub(rf"(?<=\.){ours}\b", name, text)
        return text

    return _IN_CODE.sub(translated, message)


def _function(dialect: Dialect, method: FunctionType) -> Callable[..., Any]:
    """A method of theirs as a function of nodes and numbers."""
    def function(thing: Any, *others: Any) -> Any:
        return method(thing if dialect.is_node(thing) else dialect.make(thing), *others)

    return function


def _members(dialect: Dialect) -> dict[str, Any]:
    def attribute(name: str) -> Alias:
        return Alias(lambda node: getattr(node, name),
                     lambda node, new: setattr(node, name, new))

    members: dict[str, Any] = {"value": attribute(dialect.value), "grad": attribute(dialect.grad)}
    if dialect.parents:
        members["parents"] = Alias(lambda node: tuple(dialect.parents_of(node)))
        members["op"] = Alias(lambda node: _course_operation(dialect, node))
    if dialect.parents:
        members["local_gradients"] = Alias(lambda node: tuple(
            dialect.local_gradients_of(node) or dialect.pushed(node)))
    if dialect.push:
        members["push"] = lambda node: getattr(node, dialect.push)()
    if dialect.start:
        members["backward"] = _method(dialect.start)
    return members


def _method(start: Callable[[Any], object]) -> Callable[[Any], None]:
    def backward(node: Any) -> None:
        start(node)

    return backward


def _course_operation(dialect: Dialect, node: Any) -> str:
    op = dialect.operation_of(node) if dialect.parents_of(node) else ""
    return COURSE_OPERATIONS.get(op, op)
