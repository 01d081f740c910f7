"""The graph of a student's own engine, from what its nodes say of their parents."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import nan
from typing import Any, Literal

from classroom.judge.graph import (
    Audit,
    first_wrong_gradient,
    first_wrong_value,
    topological,
)
from classroom.pictures.picture import MOST_EDGES, MOST_STEPS, WithoutFrames, backward_order
from classroom.protocol import Graph, GraphEdge, GraphNode, TraversalRow
from classroom.run.course_names import COURSE_OPERATIONS
from classroom.run.dialect import Dialect
from classroom.words.symbols import short_number, symbol, words
from py_engine.primitives import PRIMITIVES

Kind = Literal["leaf", "constant", "operation"]

_LONGEST_OP = 100  # letters of a student's own word for an operation


class LinkedPicture(WithoutFrames):
    """A drawn graph of linked nodes: each node once, nothing rolled."""

    def __init__(self, dialect: Dialect, output: Any, leaves: list[Any],
                 names: tuple[str, ...], lines: Mapping[int, int] | None = None) -> None:
        self._dialect = dialect
        self._lines = lines or {}  # the learner's, by the id of the node that was made there
        self._nodes = _in_order(dialect, output, leaves)
        self._ids = {id(node): f"n{index}" for index, node in enumerate(self._nodes)}
        self._names = {id(leaf): name for leaf, name in zip(leaves, names, strict=True)}
        self._output = output
        self._plain = self._graph()

    def graph(self) -> Graph:
        """The Graph of the protocol."""
        return self._plain

    def traversal(self, graph: Graph) -> list[TraversalRow]:
        """Rows of the drawn graph in reverse topological order, without constants."""
        nodes = {node["id"]: node for node in graph["nodes"]}
        rows = [nodes[name] for name in backward_order(graph)]
        return [{"node": node["id"], "operation": node["name"] or self._words(node["id"]),
                 "value": node["value"], "gradient": node["gradient"], "line": node["line"]}
                for node in rows if node["gradient"] is not None]

    def first_wrong(self) -> tuple[str, Audit] | None:
        """The first node, going back, whose gradient is not the sum over its uses: id, and why.

        The audit's label is an expression in the names of the leaves. None where all are right, or
        where the nodes do not say what they were made from.
        """
        return self._audited(first_wrong_gradient)

    def first_wrong_value(self) -> tuple[str, Audit] | None:
        """The first node whose value is not its operation on its parents' values: id, and which."""
        return self._audited(first_wrong_value)

    def numbers_of(self, name: str) -> tuple[float, float]:
        """The value and the gradient of the node with this id; nan for what it does not hold."""
        node = self._nodes[int(name.removeprefix("n"))]
        value = self._dialect.value_of(node)
        return nan if value is None else value, self._gradient(node)

    def line_of(self, name: str) -> int | None:
        """The learner's line that made the node with this id."""
        return self._lines.get(id(self._nodes[int(name.removeprefix("n"))]))

    @property
    def output_id(self) -> str:
        """The id of the result."""
        return self._ids[id(self._output)]

    def nudged(self, name: str, by: float) -> dict[str, float]:
        """The values of all nodes by id with that of one changed, and all that follows from it.

        nan where an operation is not known.
        """
        course = CourseGraph(self._dialect, self._nodes)
        changed = {name}
        for node in self._nodes:
            own, drawn = course.nodes[id(node)], self._ids[id(node)]
            if drawn == name:
                own.value += by
            elif any(self._ids[id(each)] in changed for each in self._dialect.parents_of(node)):
                changed.add(drawn)
                own.value = own.recomputed()
        return {self._ids[key]: node.value for key, node in course.nodes.items()}

    def _audited(self, audit: Callable[[CourseNode, dict[str, CourseNode]], Audit | None],
                 ) -> tuple[str, Audit] | None:
        """What an audit of the course finds, with the drawn id of the node that it calls wrong."""
        course = CourseGraph(self._dialect, self._nodes).nodes
        output = course.get(id(self._output))
        if output is None or not output.parents:
            return None
        named = {self._names[key]: node for key, node in course.items() if key in self._names}
        found = audit(output, named)
        if found is None or found.wrong is None:
            return None
        theirs = {id(node): key for key, node in course.items()}
        order = [theirs.get(id(node)) for node in topological(output)]
        found.lines = {f"n{index}": self._lines[key] for index, key in enumerate(order)
                       if key is not None and key in self._lines}
        wrong = order[int(found.wrong.removeprefix("n"))]
        return (self._ids[wrong], found) if wrong is not None else None

    def _words(self, name: str) -> str:
        return words(*self._primitive(self._nodes[int(name[1:])]))

    def _graph(self) -> Graph:
        dialect = self._dialect
        size = sum(1 for node in self._nodes if dialect.parents_of(node))
        uses = sum(len(dialect.parents_of(node)) for node in self._nodes)
        if len(self._nodes) > MOST_STEPS or uses > MOST_EDGES:
            return {"nodes": [], "edges": [], "frames": [], "size": size, "summary": (
                f"Your engine made {size:,} operations: too many to draw. "
                "With fewer points the graph can be read.")}
        place = {id(node): index for index, node in enumerate(self._nodes)}
        edges: list[GraphEdge] = [
            {"from": self._ids[id(parent)], "to": self._ids[id(node)], "slot": slot, "local": local}
            for node in self._nodes
            for slot, (parent, local) in enumerate(zip(
                dialect.parents_of(node), self._locals(node), strict=True))
            if place[id(parent)] < place[id(node)]]  # a mistaken node may be its own parent
        return {"nodes": [self._node(node) for node in self._nodes], "edges": edges, "frames": [],
                "size": size, "summary": None}

    def _node(self, node: Any) -> GraphNode:
        dialect = self._dialect
        name, value = self._names.get(id(node)), dialect.value_of(node)
        number = nan if value is None else value
        made = bool(dialect.parents_of(node))
        op, exponent = self._primitive(node) if made else ("", None)
        kind: Kind = "operation" if made else "leaf" if name else "constant"
        drawn = symbol(op or "node", exponent) if made else name
        return {"id": self._ids[id(node)], "kind": kind, "output": node is self._output, "op": op,
                "symbol": drawn or short_number(number), "name": name, "value": number,
                "gradient": None if kind == "constant" else self._gradient(node),
                "line": self._lines.get(id(node)) if made else None, "frame": None}

    def _gradient(self, node: Any) -> float:
        gradient = self._dialect.gradient_of(node)
        return nan if gradient is None else gradient

    def _primitive(self, node: Any) -> tuple[str, float | None]:
        """Our name for their operation, and the exponent where that is not a node."""
        op = self._dialect.operation_of(node)
        return op[:_LONGEST_OP], self._dialect.exponent_of(node) if op == "pow" else None

    def _locals(self, node: Any) -> list[float]:
        """The local gradients: as the student's node keeps them, else by our table."""
        parents = self._dialect.parents_of(node)
        own = self._dialect.local_gradients_of(node)
        if own is not None:
            return own
        op, exponent = self._primitive(node)
        values = [self._dialect.value_of(parent) for parent in parents]
        if op == "sum":
            return [1.0] * len(parents)
        operands = [x for x in (*values, exponent) if x is not None]
        if op not in PRIMITIVES or None in values:
            return self._dialect.pushed(node) or [nan] * len(parents)
        try:
            found = PRIMITIVES[op].gradients_at(*operands)
        except (TypeError, ArithmeticError, ValueError):  # not operands that ours can have
            return [nan] * len(parents)
        return [found[slot] or 0.0 for slot in range(len(parents))]


class CourseNode:
    """A node of any engine under the names that the course gives."""

    __slots__ = ("grad", "local_gradients", "op", "parents", "value")

    def __init__(self, value: float, grad: float = 0.0) -> None:
        self.value = value
        self.grad = grad
        self.op = ""
        self.parents: tuple[CourseNode, ...] = ()
        self.local_gradients: tuple[float, ...] = ()

    def recomputed(self) -> float:
        """The operation on the parents' values; nan where it is not known."""
        values = [parent.value for parent in self.parents]
        operation = PRIMITIVES.get(_OUR_NAMES.get(self.op, self.op))
        if operation is None:
            return sum(values) if self.op == "total" else nan
        try:
            return operation.value(*values)
        except (ArithmeticError, TypeError, ValueError):
            return nan


_OUR_NAMES = {theirs: ours for ours, theirs in COURSE_OPERATIONS.items()}


class CourseGraph:
    """A graph of any engine as the course's checks read one; `nodes` are by id of theirs.

    Their numbers are taken as they are; the exponent of a power becomes a parent, as in the course.
    """

    def __init__(self, dialect: Dialect, order: list[Any]) -> None:
        self.nodes: dict[int, CourseNode] = {}
        for node in order:
            value, gradient = dialect.value_of(node), dialect.gradient_of(node)
            made = CourseNode(nan if value is None else value, gradient or 0.0)
            parents = tuple(self.nodes[id(each)] for each in dialect.parents_of(node))
            op = dialect.operation_of(node) if parents else ""
            exponent = dialect.exponent_of(node) if op == "pow" else None
            if exponent is not None:
                parents = (*parents, CourseNode(exponent))
            made.op, made.parents = COURSE_OPERATIONS.get(op, op), parents
            made.local_gradients = tuple(dialect.local_gradients_of(node) or dialect.pushed(node))
            self.nodes[id(node)] = made


def _in_order(dialect: Dialect, output: Any, leaves: list[Any]) -> list[Any]:
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
            stack.extend((parent, False) for parent in reversed(dialect.parents_of(node)))
    return order
