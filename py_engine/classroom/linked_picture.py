"""The graph of a student's own engine, from what its nodes say of their parents."""

from __future__ import annotations

import re
from math import nan
from typing import Any

from py_engine.classroom.faults import Plain
from py_engine.classroom.linked import operation_of, parents_of
from py_engine.classroom.picture import MOST_STEPS, backward_order
from py_engine.classroom.symbols import short_number, symbol, words
from py_engine.primitives import PRIMITIVES

_OPERATORS = {"+": "add", "-": "sub", "*": "mul", "/": "div", "**": "pow", "^": "pow"}
_POWER = re.compile(r"(?:\*\*|\^|pow)\s*(-?\d+(?:\.\d+)?)")


class LinkedPicture:
    """A drawn graph of linked nodes: each node once, nothing rolled."""

    def __init__(self, output: Any, leaves: list[Any], names: tuple[str, ...]) -> None:
        self._nodes = _in_order(output, leaves)
        self._ids = {id(node): f"n{index}" for index, node in enumerate(self._nodes)}
        self._names = {id(leaf): name for leaf, name in zip(leaves, names, strict=True)}
        self._output = output
        self._plain = self._graph()

    def graph(self) -> Plain:
        """The Graph of the protocol."""
        return self._plain

    def traversal(self, graph: Plain) -> list[Plain]:
        """Rows of the drawn graph in reverse topological order, without constants."""
        nodes = {node["id"]: node for node in graph["nodes"]}
        rows = [nodes[name] for name in backward_order(graph)]
        return [{"node": node["id"], "operation": node["name"] or self._words(node["id"]),
                 "value": node["value"], "gradient": node["gradient"], "line": None}
                for node in rows if node["kind"] != "constant"]

    def _words(self, name: str) -> str:
        return words(*_primitive(self._nodes[int(name[1:])]))

    def _graph(self) -> Plain:
        size = sum(1 for node in self._nodes if parents_of(node))
        if len(self._nodes) > MOST_STEPS:
            return {"nodes": [], "edges": [], "frames": [], "size": size, "summary": (
                f"Your engine made {size:,} operations: too many to draw. "
                "With fewer points the graph can be read.")}
        edges = [{"from": self._ids[id(parent)], "to": self._ids[id(node)], "slot": slot,
                  "local": _local(node, slot)}
                 for node in self._nodes for slot, parent in enumerate(parents_of(node))]
        return {"nodes": [self._node(node) for node in self._nodes], "edges": edges, "frames": [],
                "size": size, "summary": None}

    def _node(self, node: Any) -> Plain:
        name, value = self._names.get(id(node)), _number(node, "value")
        op, exponent = _primitive(node) if parents_of(node) else ("", None)
        kind = "operation" if parents_of(node) else "leaf" if name else "constant"
        drawn = symbol(op or "node", exponent) if kind == "operation" else name
        return {"id": self._ids[id(node)], "kind": kind, "output": node is self._output, "op": op,
                "symbol": drawn or short_number(value), "name": name, "value": value,
                "gradient": None if kind == "constant" else _number(node, "grad"), "line": None,
                "frame": None}


def _in_order(output: Any, leaves: list[Any]) -> list[Any]:
    """The nodes of the graph in evaluation order: a depth-first walk with a stack of its own."""
    order: list[Any] = list(leaves)
    done = {id(leaf) for leaf in leaves}
    stack: list[tuple[Any, bool]] = [(output, False)]
    while stack:
        node, expanded = stack.pop()
        if expanded:
            order.append(node)
        elif id(node) not in done:
            done.add(id(node))
            stack.append((node, True))
            stack.extend((parent, False) for parent in reversed(parents_of(node)))
    return order


def _primitive(node: Any) -> tuple[str, float | None]:
    """Our name for their operation, and the exponent where it is written into that: '**2'."""
    word = operation_of(node)
    power = _POWER.fullmatch(word)
    if power:
        return "pow", float(power[1])
    return _OPERATORS.get(word, word), None


def _local(node: Any, slot: int) -> float:
    """The local gradient: as the student's node keeps it, else by our table; nan where unknown."""
    own = getattr(node, "local_gradients", None)
    if isinstance(own, list | tuple) and slot < len(own) and isinstance(own[slot], int | float):
        return float(own[slot])
    op, exponent = _primitive(node)
    values = [_number(parent, "value") for parent in parents_of(node)]
    if op not in PRIMITIVES:
        return nan
    try:
        locals_ = PRIMITIVES[op].local_gradients(*values, *([] if exponent is None else [exponent]))
    except TypeError:  # their operation has another number of operands than ours
        return nan
    return locals_[slot] or 0.0


def _number(node: Any, name: str) -> float:
    value = getattr(node, name, None)
    return float(value) if isinstance(value, int | float) else nan
