"""The computational graph of a loss as plain data: a sketch, with the numbers of a repetition."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from math import nan
from typing import Protocol

from classroom.pictures.sketch import Constant, Edge, Loops, Place, Sketch, frame_id, size_of
from classroom.protocol import (
    Graph,
    GraphEdge,
    GraphFrame,
    GraphNode,
    InstanceValues,
    Taken,
    TraversalRow,
)
from classroom.words.faults import Problem
from classroom.words.symbols import plain_number, short_number, symbol, words
from py_engine.jit.program import Program
from py_engine.jit.roll import Block, Column, Loop, Ref, Rolled, RolledOperand

MOST_EDGES = 12_000  # an operation may have any number of operands
MOST_STEPS = 2000  # rolled: the page folds so many into a picture that can be read


class Numbers(Protocol):
    """The numbers of a program at a point, by position."""

    def value(self, position: int) -> float:
        """The result of the operation."""

    def gradient(self, position: int) -> float:
        """Give d loss / d result."""

    def nudged(self, position: int, by: float) -> Callable[[int], float]:
        """The values, by position, with one of them changed and all that follows."""

    def local_gradients(self, position: int) -> tuple[float | None, ...]:
        """Give d result / d operand, for each operand."""


class WithoutFrames:
    """A picture in which nothing is drawn once for many."""

    def instance(self, frame: str, _index: int) -> InstanceValues:
        """Raise Problem: there is no such frame."""
        raise Problem(f"Nothing is drawn as {frame!r}.", "Run the code again.")

    def nudged(self, name: str, _by: float) -> dict[str, float]:
        """Raise Problem: no operation is drawn."""
        raise Problem(f"There is nothing to change at {name!r}.", "Choose another node.")


class Summary(WithoutFrames):
    """Words in place of a graph that nobody could read."""

    def __init__(self, program: Program, steps: int) -> None:
        self.size = size_of(program)
        self.steps = steps

    def graph(self) -> Graph:
        """The Graph of the protocol, without nodes."""
        left = "" if self.steps >= self.size else (
            f", {self.steps:,} when what repeats counts once")
        return {"nodes": [], "edges": [], "frames": [], "size": self.size, "summary": (
            f"This graph has {self.size:,} operations{left}: too many to draw. "
            "With fewer points, or a smaller network, it can be read.")}

    def traversal(self, _graph: Graph) -> list[TraversalRow]:
        """No rows."""
        return []


class Picture:
    """A drawn graph; `index` says which repetition each frame shows."""

    def __init__(self, rolled: Rolled, numbers: Numbers) -> None:
        self.sketch = Sketch(rolled)
        self.numbers = numbers
        leaves: dict[str, int | Place] = {
            f"n{position}": position for position in range(len(self.sketch.program.names))}
        self._drawn_at = leaves | {place.id: place for place in self.sketch.places}
        end = self._drawn_at.get(self.sketch.output)
        around = end.loops if isinstance(end, Place) else ()
        # At first: where the output is within a loop, its value there is the loss.
        self.index = {frame_id(loop): loop.count - 1 for loop in around}

    def graph(self) -> Graph:
        """The Graph of the protocol."""
        leaves = map(self._leaf, range(len(self.sketch.program.names)))
        nodes = [*leaves, *map(self._node, self.sketch.items)]
        filled = {frame_id(loop) for item in self.sketch.items for loop in item.shown_in}
        frames = [frame for frame in self._frames(self.sketch.rolled.block, None)
                  if frame["id"] in filled]
        return {"nodes": nodes, "edges": [self._edge(edge) for edge in self.sketch.edges],
                "frames": frames, "size": size_of(self.sketch.program), "summary": None}

    def traversal(self, graph: Graph) -> list[TraversalRow]:
        """Rows of the drawn graph in reverse topological order."""
        nodes = {node["id"]: node for node in graph["nodes"]}
        places = {place.id: place for place in self.sketch.places}
        return [_row(nodes[name], places.get(name)) for name in backward_order(graph)
                if nodes[name]["kind"] != "constant"]

    def instance(self, frame: str, index: int) -> InstanceValues:
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
                "locals": [edge["local"] for edge in graph["edges"]],
                "takes": [edge.get("takes") for edge in graph["edges"]]}

    def nudged(self, name: str, by: float) -> dict[str, float]:
        """The values of all drawn nodes with that of one changed, in the repetition that is shown.

        Raises Problem for what is no operation and no parameter.
        """
        place = self._drawn_at.get(name)
        if place is None:
            raise Problem(f"There is nothing to change at {name!r}.", "Choose another node.")
        position = self._position(place) if isinstance(place, Place) else place
        value = self.numbers.nudged(position, by)
        return {each: value(self._position(at) if isinstance(at, Place) else at)
                for each, at in self._drawn_at.items()}

    def id_of(self, origin: int) -> str | None:
        """The id of the node that stands for what is written at this place of the tape."""
        origins = self.sketch.program.origins
        return self.sketch.owner(origins.index(origin)) if origin in origins else None

    def _leaf(self, position: int) -> GraphNode:
        name = self.sketch.program.names[position]
        return {"id": f"n{position}", "kind": "leaf",
                "output": self.sketch.program.output == position, "op": "", "symbol": name,
                "name": name, "value": self.numbers.value(position),
                "gradient": self.numbers.gradient(position), "line": None, "frame": None}

    def _node(self, item: Place | Constant) -> GraphNode:
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
        return operand.values[self._offset(operand, constant.shown_in)]

    def _offset(self, operand: Column | Ref, loops: Loops) -> int:
        """How far the repetitions that are shown lie from the first ones."""
        return sum(stride * self._shown(loop)
                   for stride, loop in zip(operand.strides, loops, strict=False))

    def _edge(self, edge: Edge) -> GraphEdge:
        plain: GraphEdge = {"from": edge.source, "to": edge.place.id, "slot": edge.slot,
                 "local": self._local(edge)}
        if edge.carried:
            plain["carried"] = True
        if edge.begins:
            plain["begins"] = True
        if takes := self._takes(edge):
            plain["takes"] = takes
        return plain

    def _takes(self, edge: Edge) -> Taken | None:
        """The Taken of the protocol; None where the operation takes the number that is shown."""
        place = edge.place
        if place.terms or edge.source not in self._drawn_at:
            return None
        if edge.carried or edge.begins:
            first = self._shown(place.loops[-1]) == 0
            begun = any(each.begins and (each.place, each.slot) == (place, edge.slot)
                        for each in self.sketch.edges)
            if (edge.begins and not first) or (edge.carried and first and begun):
                return {"value": None, "of": None}
        operand = self._operand(place.step.operands[edge.slot], place.loops)
        if isinstance(operand, float):
            return {"value": operand, "of": None}
        source = self._drawn_at[edge.source]
        if operand == (self._position(source) if isinstance(source, Place) else source):
            return None
        if not isinstance(source, Place):
            return {"value": None, "of": None}  # it takes another parameter
        frames = len(source.shown_in)
        return {"value": self.numbers.value(operand),
                "of": self.sketch.repetitions(operand)[:frames]}

    def _operand(self, operand: RolledOperand, loops: Loops) -> int | float:
        """The position of an operand in the repetitions that are shown, or a constant."""
        if isinstance(operand, Ref):
            return operand.base + self._offset(operand, loops)
        if isinstance(operand, Column):
            return operand.values[self._offset(operand, loops)]
        if isinstance(operand, float):
            return operand
        first = self._shown(loops[-1]) == 0
        return self._operand(operand.initial if first else operand.ref,
                             loops[:-1] if first else loops)

    def _local(self, edge: Edge) -> float:
        if edge.place.terms:
            return 1.0
        local = self.numbers.local_gradients(self._position(edge.place))[edge.slot]
        return 0.0 if local is None else local

    def _frames(self, block: Block, parent: str | None) -> Iterator[GraphFrame]:
        for item in block:
            if isinstance(item, Loop):
                yield {"id": frame_id(item), "parent": parent, "count": item.count,
                       "index": self._shown(item), "label": f"× {item.count:,}"}
                yield from self._frames(item.body, frame_id(item))


def backward_order(graph: Graph) -> list[str]:
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


def _row(node: GraphNode, place: Place | None) -> TraversalRow:
    operation = words(node["op"], place.folded, place.terms) if place else node["name"] or ""
    gradient = nan if node["gradient"] is None else node["gradient"]
    return {"node": node["id"], "operation": operation, "value": node["value"],
            "gradient": gradient, "line": node["line"]}


def _innermost(loops: Loops) -> str | None:
    return frame_id(loops[-1]) if loops else None


class LonePicture(WithoutFrames):
    """The parameters and a number, for a loss of which there is no program."""

    def __init__(self, names: tuple[str, ...], point: tuple[float, ...],
                 gradient: tuple[float, ...], value: float) -> None:
        self._parameters = list(zip(names, point, gradient, strict=True))
        self._value = value

    def graph(self) -> Graph:
        """The Graph of the protocol."""
        leaves: list[GraphNode] = [
            {"id": f"n{i}", "kind": "leaf", "output": False, "op": "", "symbol": name,
             "name": name, "value": value, "gradient": gradient, "line": None, "frame": None}
            for i, (name, value, gradient) in enumerate(self._parameters)]
        output: GraphNode = {
            "id": "c0", "kind": "constant", "output": True, "op": "",
            "symbol": plain_number(self._value), "name": None, "value": self._value,
            "gradient": None, "line": None, "frame": None}
        return {"nodes": [*leaves, output], "edges": [], "frames": [], "size": 0, "summary": None}

    def traversal(self, _graph: Graph) -> list[TraversalRow]:
        """No rows."""
        return []
