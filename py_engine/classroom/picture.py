"""The computational graph of a loss as plain data: a sketch, with the numbers of a repetition."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Protocol

from py_engine.classroom.faults import Plain, Problem
from py_engine.classroom.sketch import Constant, Edge, Loops, Place, Sketch, frame_id, size_of
from py_engine.classroom.symbols import plain_number, short_number, symbol, words
from py_engine.jit.roll import Block, Column, Loop, Rolled

MOST_STEPS = 2000  # rolled: the page folds so many into a picture that can be read


class Numbers(Protocol):
    """The numbers of a program at a point, by position."""

    def value(self, position: int) -> float:
        """The result of the operation."""

    def gradient(self, position: int) -> float:
        """Give d loss / d result."""

    def local_gradients(self, position: int) -> tuple[float | None, ...]:
        """Give d result / d operand, for each operand."""


def draw(rolled: Rolled, numbers: Numbers) -> Picture | Summary:
    """The picture of a rolled program, or words where there is too much to draw."""
    if rolled.size <= MOST_STEPS:
        return Picture(rolled, numbers)
    return Summary(size_of(rolled.program), rolled.size)


class Summary:
    """Words in place of a graph that nobody could read."""

    def __init__(self, size: int, steps: int) -> None:
        self.size = size
        self.steps = steps

    def graph(self) -> Plain:
        """The Graph of the protocol, without nodes."""
        left = "" if self.steps >= self.size else (
            f", {self.steps:,} when what repeats counts once")
        return {"nodes": [], "edges": [], "frames": [], "size": self.size, "summary": (
            f"This graph has {self.size:,} operations{left}: too many to draw. "
            "With fewer points, or a smaller network, it can be read.")}

    def traversal(self, _graph: Plain) -> list[Plain]:
        """No rows."""
        return []

    def instance(self, frame: str, _index: int) -> Plain:
        """Raise Problem: nothing is drawn."""
        raise Problem(f"Nothing is drawn as {frame!r}.", "Run the code again.")


class Picture:
    """A drawn graph; `index` says which repetition each frame shows."""

    def __init__(self, rolled: Rolled, numbers: Numbers) -> None:
        self.sketch = Sketch(rolled)
        self.numbers = numbers
        self.index: dict[str, int] = {}

    def graph(self) -> Plain:
        """The Graph of the protocol."""
        leaves = map(self._leaf, range(len(self.sketch.program.names)))
        nodes = [*leaves, *map(self._node, self.sketch.items)]
        filled = {frame_id(loop) for item in self.sketch.items for loop in item.shown_in}
        frames = [frame for frame in self._frames(self.sketch.rolled.block, None)
                  if frame["id"] in filled]
        return {"nodes": nodes, "edges": [self._edge(edge) for edge in self.sketch.edges],
                "frames": frames, "size": size_of(self.sketch.program), "summary": None}

    def traversal(self, graph: Plain) -> list[Plain]:
        """Rows of the drawn graph in reverse topological order."""
        nodes = {node["id"]: node for node in graph["nodes"]}
        places = {place.id: place for place in self.sketch.places}
        return [_row(nodes[name], places.get(name)) for name in backward_order(graph)
                if nodes[name]["kind"] != "constant"]

    def instance(self, frame: str, index: int) -> Plain:
        """InstanceValues of the protocol: repetition `index`, which the frame shows from now on.

        Raises Problem for a frame or a repetition that is not there.
        """
        counts = {frame_id(loop): loop.count for loop in self.sketch.rolled.loops}
        if frame not in counts or not 0 <= index < counts[frame]:
            raise Problem(f"There is no repetition {index} of {frame!r}.", "Run the code again.")
        self.index[frame] = index
        graph = self.graph()
        inside = {item.id for item in self.sketch.items
                  if frame in [frame_id(loop) for loop in item.shown_in]}
        nodes = [node for node in graph["nodes"] if node["id"] in inside]
        return {"values": {node["id"]: node["value"] for node in nodes},
                "gradients": {node["id"]: node["gradient"] for node in nodes
                              if node["gradient"] is not None},
                "locals": [edge["local"] for edge in graph["edges"]]}

    def _leaf(self, position: int) -> Plain:
        name = self.sketch.program.names[position]
        return {"id": f"n{position}", "kind": "leaf",
                "output": self.sketch.program.output == position, "op": "", "symbol": name,
                "name": name, "value": self.numbers.value(position),
                "gradient": self.numbers.gradient(position), "line": None, "frame": None}

    def _node(self, item: Place | Constant) -> Plain:
        if isinstance(item, Constant):
            value = self._constant_value(item)
            return {"id": item.id, "kind": "constant", "output": False, "op": "",
                    "symbol": item.name or short_number(value), "name": item.name, "value": value,
                    "gradient": None, "line": None, "frame": _innermost(item.shown_in)}
        program, position = self.sketch.program, item.step.position
        shown = self._position(item)
        op = "sum" if item.terms else item.step.op
        return {"id": item.id, "kind": "operation", "output": item.id == self.sketch.output,
                "op": op, "symbol": symbol(op, item.folded), "name": self.sketch.label(item),
                "value": self.numbers.value(shown), "gradient": self.numbers.gradient(shown),
                "line": program.lines.get(position), "frame": _innermost(item.shown_in)}

    def _position(self, place: Place) -> int:
        """The position of the repetition that is shown; of a Σ, the last one."""
        position = place.step.position
        for loop in place.loops:
            last = loop is place.total
            position += loop.period * (loop.count - 1 if last else self._shown(loop))
        return position

    def _shown(self, loop: Loop) -> int:
        return self.index.get(frame_id(loop), 0)

    def _constant_value(self, constant: Constant) -> float:
        operand = constant.operand
        if not isinstance(operand, Column):
            return operand
        places = zip(operand.strides, constant.shown_in, strict=False)
        return operand.values[sum(stride * self._shown(loop) for stride, loop in places)]

    def _edge(self, edge: Edge) -> Plain:
        plain = {"from": edge.source, "to": edge.place.id, "slot": edge.slot,
                 "local": self._local(edge)}
        return {**plain, "carried": True} if edge.carried else plain

    def _local(self, edge: Edge) -> float:
        if edge.place.terms:
            return 1.0
        local = self.numbers.local_gradients(self._position(edge.place))[edge.slot]
        return 0.0 if local is None else local

    def _frames(self, block: Block, parent: str | None) -> Iterator[Plain]:
        for item in block:
            if isinstance(item, Loop):
                yield {"id": frame_id(item), "parent": parent, "count": item.count,
                       "index": self._shown(item), "label": f"× {item.count:,}"}
                yield from self._frames(item.body, frame_id(item))


def backward_order(graph: Plain) -> list[str]:
    """Ids in reverse topological order: each node after all that use it, first come first served.

    This is Kahn's algorithm from the output; it walks layer by layer, as one does by hand.
    """
    operands: dict[str, list[str]] = {}
    users: dict[str, int] = {}
    for edge in sorted(graph["edges"], key=lambda edge: int(edge["slot"])):
        if not edge.get("carried"):
            operands.setdefault(edge["to"], []).append(edge["from"])
            users[edge["from"]] = users.get(edge["from"], 0) + 1
    ready = deque(node["id"] for node in reversed(graph["nodes"]) if not users.get(node["id"]))
    order = []
    while ready:
        name = ready.popleft()
        order.append(name)
        for operand in operands.get(name, ()):
            users[operand] -= 1
            if not users[operand]:
                ready.append(operand)
    return order


def _row(node: Plain, place: Place | None) -> Plain:
    operation = node["name"] if place is None else words(node["op"], place.folded, place.terms)
    return {"node": node["id"], "operation": operation, "value": node["value"],
            "gradient": node["gradient"], "line": node["line"]}


def _innermost(loops: Loops) -> str | None:
    return frame_id(loops[-1]) if loops else None


def lone_graph(names: tuple[str, ...], values: tuple[float, ...], result: float) -> Plain:
    """The Graph of a loss that none of its parameters took part in."""
    leaves = [{"id": f"n{i}", "kind": "leaf", "output": False, "op": "", "symbol": name,
               "name": name, "value": value, "gradient": 0.0, "line": None, "frame": None}
              for i, (name, value) in enumerate(zip(names, values, strict=True))]
    output = {"id": "c0", "kind": "constant", "output": True, "op": "",
              "symbol": plain_number(result), "name": None, "value": result, "gradient": None,
              "line": None, "frame": None}
    return {"nodes": [*leaves, output], "edges": [], "frames": [], "size": 0, "summary": None}
