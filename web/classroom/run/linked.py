"""The student's own engine, of nodes linked to their parents, put in place of ours.

Their graphs are freed flat (see flat_free.py), so that a deep chain of nodes is safe.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Any

import py_engine
from classroom.run.dialect import Dialect, recognise
from classroom.words.faults import ENGINE_NAMES, Problem

ENGINE_FILE = "my_engine.py"
CLASS_NAME = "Node"


class LinkedEngine:
    """A student's module with a class of nodes, used for a loss in place of py_engine."""

    def __init__(self, module: ModuleType) -> None:
        self.dialect = _understood(module)
        self.facade = _facade(module, self.dialect)

    @contextmanager
    def noting_lines(self, file: str) -> Iterator[dict[int, int]]:
        """The line of `file` at which each node is made while this is open, by the node's id."""
        family: Any = self.dialect.family
        lines: dict[int, int] = {}
        make, own = family.__init__, "__init__" in vars(family)

        def made(node: Any, *arguments: Any, **keywords: Any) -> None:
            make(node, *arguments, **keywords)
            frame: FrameType | None = sys._getframe(1)
            while frame is not None and frame.f_code.co_filename != file:
                frame = frame.f_back
            if frame is not None:
                lines[id(node)] = frame.f_lineno

        family.__init__ = made
        try:
            yield lines
        finally:
            if own:
                family.__init__ = make
            else:
                del family.__init__

    def evaluate(self, loss: Callable[..., Any], point: Iterable[float],
                 ) -> tuple[float, tuple[float, ...], Any, list[Any]]:
        """The loss and its gradient at a point, and the output and the leaves of its graph.

        Raises Problem where the student's Node does not do what is needed, and whatever it raises.
        """
        dialect = self.dialect
        leaves = [dialect.make(value) for value in point]
        output = loss(*leaves)
        if not dialect.is_node(output):
            return _plain_number(output), (0.0,) * len(leaves), output, leaves
        assert dialect.start is not None  # or the engine would have been refused
        dialect.start(output)
        gradient = tuple(_attribute(leaf, dialect.grad, dialect) for leaf in leaves)
        return _attribute(output, dialect.value, dialect), gradient, output, leaves


def _understood(module: ModuleType) -> Dialect:
    """How the module spells its nodes; raises Problem for what is no engine."""
    dialect = recognise(vars(module))
    if dialect is None:
        raise Problem("Your engine has no class that holds a number, as `Node(3.0)` would.",
                      "Begin it with `class Node:`, whose `__init__` keeps the value.",
                      kind="EngineError")
    if dialect.start is None:
        raise Problem(f"Your `{dialect.cls.__name__}` has no method `backward`, which finds the "
                      "gradients.", "Write `def backward(self):` in the class.",
                      kind="EngineError")
    return dialect


def _plain_number(output: Any) -> float:
    if isinstance(output, int | float):
        return float(output)
    raise Problem(f"With your engine, `loss` returned a {type(output).__name__}, not a Node.",
                  "Do all operators of your Node return a Node?", kind="EngineError")


def _attribute(node: Any, name: str, dialect: Dialect) -> float:
    called = dialect.cls.__name__
    if not hasattr(node, name):
        raise Problem(f"Your `{called}` has no attribute `{name}` after `{dialect.backward}()`.",
                      f"Set `self.{name}` in `__init__`.", kind="EngineError")
    kept: Any = getattr(node, name)
    kept = dialect.value_of(kept) if dialect.is_node(kept) else kept
    try:
        return float(kept)
    except (TypeError, ValueError):
        raise Problem(f"`{name}` of your `{called}` is of type {type(kept).__name__}, not a "
                      "number.", f"Keep a float in `self.{name}`.", kind="EngineError") from None


def _facade(module: ModuleType, dialect: Dialect) -> ModuleType:
    """A module to be imported as py_engine: their Node, and functions that work on it."""
    facade = ModuleType("py_engine", "Your own engine, under the name of ours.")
    for name in ENGINE_NAMES:
        ours = getattr(py_engine, name)
        if callable(ours) and not isinstance(ours, type):
            setattr(facade, name, _function(name, ours, module, dialect))
    for name, value in vars(module).items():
        if not name.startswith("_"):
            facade.__dict__.setdefault(name, value)
    facade.__dict__[CLASS_NAME] = dialect.cls
    return facade


def _function(name: str, ours: Callable[..., Any], module: ModuleType,
              dialect: Dialect) -> Callable[..., Any]:
    """Make `name` for the student's nodes: of their function, their method, or their operators."""
    theirs = getattr(module, name, None)

    def function(*arguments: Any) -> Any:
        arguments = tuple(list(each) if isinstance(each, Iterator) else each for each in arguments)
        if not any(_holds(each, dialect) for each in arguments):
            return ours(*arguments)
        if callable(theirs):
            return theirs(*arguments)
        method = getattr(arguments[0], name, None)
        if callable(method):
            return method(*arguments[1:])
        if name in _BY_OPERATORS:
            return _BY_OPERATORS[name](*arguments)
        raise Problem(f"Your engine has no `{name}` for Nodes yet.",
                      f"Write `def {name}(node):` in your engine, or use other functions.",
                      kind="EngineError")

    function.__name__ = function.__qualname__ = name
    return function


def _holds(argument: Any, dialect: Dialect) -> bool:
    if isinstance(argument, list | tuple):
        return any(map(dialect.is_node, argument))
    return dialect.is_node(argument)


def _total(nodes: list[Any]) -> Any:
    """A sum by halves: 1,000 numbers are 10 additions deep, where one after another are 1,000."""
    nodes = list(nodes)
    while len(nodes) > 1:
        pairs = [nodes[i] + nodes[i + 1] for i in range(0, len(nodes) - 1, 2)]
        nodes = pairs + nodes[len(pairs) * 2:]
    return nodes[0]


_BY_OPERATORS: dict[str, Callable[..., Any]] = {
    "sqrt": lambda x: x ** 0.5,
    "total": _total,
    "mean": lambda nodes: _total(nodes) * (1 / len(nodes)),
    "hypot": lambda *xs: _total([x * x for x in xs]) ** 0.5,
}
