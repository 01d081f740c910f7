"""The student's own engine, of nodes linked to their parents, put in place of ours.

Their graphs are freed flat (see flat_free.py), so that a deep chain of nodes is safe.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from types import ModuleType
from typing import Any

import py_engine
from py_engine.classroom.faults import ENGINE_NAMES, Problem

ENGINE_FILE = "my_engine.py"
CLASS_NAME = "Node"


class LinkedEngine:
    """A student's module with a class Node, used for a loss in place of py_engine."""

    def __init__(self, module: ModuleType) -> None:
        cls = getattr(module, CLASS_NAME, None)
        if not isinstance(cls, type):
            raise Problem("Your engine does not define a class called `Node`.",
                          "Begin it with `class Node:`.", kind="EngineError")
        if not callable(getattr(cls, "backward", None)):
            raise Problem("Your `Node` has no method `backward`, which finds the gradients.",
                          "Write `def backward(self):` in the class.", kind="EngineError")
        self.node: Any = cls
        self.facade = _facade(module, cls)

    def evaluate(self, loss: Callable[..., Any], point: Iterable[float],
                 ) -> tuple[float, tuple[float, ...], Any, list[Any]]:
        """The loss and its gradient at a point, and the output and the leaves of its graph.

        Raises Problem where the student's Node does not do what is needed, and whatever it raises.
        """
        leaves = [self.node(value) for value in point]
        output = loss(*leaves)
        if not isinstance(output, self.node):
            return _plain_number(output), (0.0,) * len(leaves), output, leaves
        output.backward()
        gradient = tuple(_attribute(leaf, "grad") for leaf in leaves)
        return _attribute(output, "value"), gradient, output, leaves


def _plain_number(output: Any) -> float:
    if isinstance(output, int | float):
        return float(output)
    raise Problem(f"With your engine, `loss` returned a {type(output).__name__}, not a Node.",
                  "Do all operators of your Node return a Node?", kind="EngineError")


def _attribute(node: Any, name: str) -> float:
    if not hasattr(node, name):
        raise Problem(f"Your `Node` has no attribute `{name}` after `backward()`.",
                      f"Set `self.{name}` in `__init__`.", kind="EngineError")
    try:
        return float(getattr(node, name))
    except (TypeError, ValueError):
        shown = type(getattr(node, name)).__name__
        raise Problem(f"`{name}` of your Node is of type {shown}, not a number.",
                      f"Keep a float in `self.{name}`.", kind="EngineError") from None


def _facade(module: ModuleType, cls: type) -> ModuleType:
    """A module to be imported as py_engine: their Node, and functions that work on it."""
    facade = ModuleType("py_engine", "Your own engine, under the name of ours.")
    for name in ENGINE_NAMES:
        ours = getattr(py_engine, name)
        if callable(ours) and not isinstance(ours, type):
            setattr(facade, name, _function(name, ours, module, cls))
    for name, value in vars(module).items():
        if not name.startswith("_"):
            facade.__dict__.setdefault(name, value)
    facade.__dict__[CLASS_NAME] = cls
    return facade


def _function(name: str, ours: Callable[..., Any], module: ModuleType,
              cls: type) -> Callable[..., Any]:
    """Make `name` for the student's nodes: of their function, their method, or their operators."""
    theirs = getattr(module, name, None)

    def function(*arguments: Any) -> Any:
        arguments = tuple(list(each) if isinstance(each, Iterator) else each for each in arguments)
        if not any(_holds(each, cls) for each in arguments):
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


def _holds(argument: Any, cls: type) -> bool:
    if isinstance(argument, list | tuple):
        return any(isinstance(each, cls) for each in argument)
    return isinstance(argument, cls)


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


_PARENTS = ("parents", "_parents", "prev", "_prev", "children", "_children", "inputs", "operands")
_OPERATION = ("op", "_op", "operation", "label")


def parents_of(node: Any) -> list[Any]:
    """The nodes that a student's node was made from, in order; [] where it does not keep them."""
    for name in _PARENTS:
        found = getattr(node, name, None)
        if isinstance(found, list | tuple | set | frozenset):
            return [each for each in found if isinstance(each, type(node))]
    return []


def operation_of(node: Any) -> str:
    """What the student's node calls its operation; '' where it does not say."""
    for name in _OPERATION:
        found = getattr(node, name, None)
        if isinstance(found, str) and found:
            return found
    return ""
