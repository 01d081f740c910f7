"""Is a drawn graph true to itself? Read from what the page gets, with arithmetic of its own.

Every number that a frame can show is asked for, repetition by repetition. Then each node must be
its operation on the numbers of its operands, and each gradient the sum, over the edges that leave
the node, of the user's gradient times the local gradient.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any

MOST_COMBINATIONS = 80
Index = tuple[int, ...]

OPERATIONS: dict[str, Callable[..., float]] = {
    "add": operator.add, "sub": operator.sub, "mul": operator.mul, "div": operator.truediv,
    "pow": operator.pow, "neg": operator.neg, "pos": operator.pos, "abs": abs, "sin": math.sin,
    "cos": math.cos, "tanh": math.tanh, "exp": math.exp, "log": math.log, "sqrt": math.sqrt,
    "hypot": math.hypot, "maximum": max, "minimum": min,
    "sigmoid": lambda x: 1 / (1 + math.exp(-x)), "stop_gradient": lambda x: x,
}


def close(one: float, other: float, tolerance: float = 1e-9) -> bool:
    """Whether two numbers are the same but for rounding; nothing is known of nan."""
    return math.isnan(other) or abs(one - other) <= tolerance * max(1.0, abs(one), abs(other))


class Drawn:
    """A graph as the page has it, and the numbers of all repetitions.

    `values` and `gradients` are by node and repetition; `locals` and `taken` by edge and repetition
    of its user: the local gradient, and which repetition of its source it was (None: no such one).
    """

    def __init__(self, room: Any, shown: dict[str, Any]) -> None:
        self.graph = shown["graph"]
        self.loss = shown["loss"]
        self.parameters = shown["parameters"]
        self.nodes = {node["id"]: node for node in self.graph["nodes"]}
        self.frames = {frame["id"]: frame for frame in self.graph["frames"]}
        self.edges = self.graph["edges"]
        self.into: dict[str, list[int]] = {name: [] for name in self.nodes}
        for number, edge in enumerate(self.edges):
            self.into[edge["to"]].append(number)
        self.values: dict[tuple[str, Index], float] = {}
        self.gradients: dict[tuple[str, Index], float] = {}
        self.locals: dict[tuple[int, Index], float] = {}
        self.taken: dict[tuple[int, Index], Index | None] = {}
        self.faults: list[str] = []
        self._look(room)
        self._hold()

    def chain(self, name: str) -> tuple[str, ...]:
        """The frames that a node is drawn in, outermost first."""
        frame, chain = self.nodes[name]["frame"], []
        while frame is not None:
            chain.insert(0, frame)
            frame = self.frames[frame]["parent"]
        return tuple(chain)

    def indices(self, chain: Iterable[str]) -> Iterator[Index]:
        return product(*(range(self.frames[frame]["count"]) for frame in chain))

    def _look(self, room: Any) -> None:
        """Show each repetition of each frame, in all combinations."""
        first = {node["id"]: (node["value"], node["gradient"]) for node in self.graph["nodes"]}
        edges = [(edge["local"], edge.get("takes")) for edge in self.edges]
        for combination in self.indices(self.frames):
            at = dict(zip(self.frames, combination, strict=True))
            for frame, index in at.items():
                room.instance({"template": frame, "index": index})
            for frame, index in at.items():
                seen = room.instance({"template": frame, "index": index})
                for name, value in seen["values"].items():
                    first[name] = value, seen["gradients"].get(name)
                edges = list(zip(seen["locals"], seen["takes"], strict=True))
            self._note(at, first, edges)

    def _note(self, at: dict[str, int], shown: dict[str, Any], edges: list[Any]) -> None:
        """The numbers of one combination; each operation is held against its operands at once."""
        def index(name: str) -> Index:
            return tuple(at[frame] for frame in self.chain(name))

        for name, (value, gradient) in shown.items():
            self.values[name, index(name)] = value
            self.gradients[name, index(name)] = gradient
        for name, node in self.nodes.items():
            if node["kind"] != "operation" or node["op"] == "sum":
                continue
            operands: dict[int, float] = {}
            for number in self.into[name]:
                edge, (local, takes) = self.edges[number], edges[number]
                source = edge["from"]
                self.locals[number, index(name)] = local
                of: Index | None = index(source)
                operand = shown[source][0]
                if takes is not None:
                    of = None if takes["of"] is None else tuple(takes["of"])
                    operand = takes["value"]
                self.taken[number, index(name)] = of
                if operand is not None:
                    operands[edge["slot"]] = operand
            self._hold_operation(node, shown[name][0], operands, index(name), edges)

    def _hold_operation(self, node: Any, shown: float, operands: dict[int, float], index: Index,
                        edges: list[Any]) -> None:
        where, op = f"{node['id']}{index}", node["op"]
        folded = _folded(node)
        if folded is not None:
            operands[0 if 0 not in operands else 1] = folded
        if sorted(operands) != list(range(len(operands))):
            self.faults.append(f"{where} {op} lacks an operand: {operands}")
            return
        numbers = [operands[slot] for slot in sorted(operands)]
        expected = OPERATIONS[op](*numbers)
        # A constant that is written into a node is shown to four digits.
        rounded = 1e-9 if folded is None else 1e-3 * max(1.0, *map(abs, numbers))
        if not close(shown, expected, rounded):
            self.faults.append(f"{where} is {shown}, but {op}{tuple(numbers)} is {expected}")
        for number in self.into[node["id"]]:
            local, takes = edges[number]
            slope = _slope(op, numbers, self.edges[number]["slot"])
            used = takes is None or takes["value"] is not None
            if used and not close(local, slope, 1e-5 if folded is None else 1e-2):
                self.faults.append(f"{where} has local gradient {local}, and slope {slope}")

    def _hold(self) -> None:
        """What is known once all repetitions were shown."""
        (output,) = [node for node in self.graph["nodes"] if node["output"]]
        if output["value"] != self.loss:
            self.faults.append(f"the output is {output['value']}, and the loss {self.loss}")
        for node, parameter in zip(self.graph["nodes"], self.parameters, strict=False):
            if (node["value"], node["gradient"]) != (parameter["value"], parameter["gradient"]):
                self.faults.append(f"the leaf {node} is not its parameter {parameter}")
        sent = self._sent()
        for name, node in self.nodes.items():
            last = tuple(self.frames[frame]["count"] - 1 for frame in self.chain(name))
            for index in self.indices(self.chain(name)):
                if node["op"] == "sum":
                    self._hold_sum(name, index)
                shown, terms = self.gradients[name, index], sent.get((name, index), [])
                terms += [1.0] if node["output"] and index == last else []
                if node["kind"] != "constant" and not close(shown, math.fsum(terms), 1e-8):
                    self.faults.append(f"the gradient of {name}{index} is {shown}, and its users "
                                       f"send {terms}")

    def _hold_sum(self, name: str, index: Index) -> None:
        terms = [self.values[self.edges[number]["from"], at] for number in self.into[name]
                 for at in self._summed(number, index)]
        if not close(self.values[name, index], math.fsum(terms)):
            self.faults.append(f"{name}{index} Σ is {self.values[name, index]}, and its terms "
                               f"{terms}")

    def _sent(self) -> dict[tuple[str, Index], list[float]]:
        """What each use of a node sends back to it."""
        sent: dict[tuple[str, Index], list[float]] = {}
        for (number, at), of in self.taken.items():
            edge = self.edges[number]
            if of is not None:
                term = self.gradients[edge["to"], at] * self.locals[number, at]
                sent.setdefault((edge["from"], of), []).append(term)
        for name, node in self.nodes.items():
            for index in self.indices(self.chain(name)) if node["op"] == "sum" else ():
                for number in self.into[name]:
                    for of in self._summed(number, index):
                        key = self.edges[number]["from"], of
                        sent.setdefault(key, []).append(self.gradients[name, index])
        return sent

    def _summed(self, number: int, index: Index) -> Iterator[Index]:
        """The repetitions of its source that a Σ adds up."""
        own = self.chain(self.edges[number]["from"])
        shared = len(set(own) & set(self.chain(self.edges[number]["to"])))
        return ((*index[:shared], *rest) for rest in self.indices(own[shared:]))


def _slope(op: str, operands: list[float], slot: int) -> float:
    """The slope of an operation in one operand, by a central difference; half of both at a tie."""
    if op == "stop_gradient":
        return 0.0

    def value(by: float) -> float:
        return OPERATIONS[op](*operands[:slot], operands[slot] + by, *operands[slot + 1:])

    step = 1e-5 * max(1.0, abs(operands[slot]))
    high, low = value(step), value(-step)
    return math.nan if isinstance(high, complex) or isinstance(low, complex) else (
        (high - low) / (2 * step))


def _folded(node: Any) -> float | None:
    """The constant that is written into a node: '+ 0.5', '^2'."""
    text = node["symbol"].replace("−", "-")
    for sign in ("+", "-", "×", "÷", "^"):
        if text.startswith(sign) and text[1:].strip():
            return float(text[1:])
    return None
