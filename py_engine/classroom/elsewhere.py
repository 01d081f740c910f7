"""The loss at another point than its start: all numbers that are shown, without a new run.

While a point is dragged, the graph mostly stays the same and only its numbers change. So the
picture that is drawn is kept as long as the loss computes the same operations, and is drawn anew
where a comparison sends it another way.
"""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from py_engine import Node
from py_engine.classroom.faults import Plain, Problem
from py_engine.classroom.lecture import by_formula
from py_engine.classroom.linked import LinkedEngine
from py_engine.classroom.linked_picture import LinkedPicture
from py_engine.classroom.numbers import TapeNumbers
from py_engine.classroom.picture import MOST_STEPS, Picture, Summary, draw, lone_graph
from py_engine.classroom.points import Points
from py_engine.classroom.routes import OwnEngine
from py_engine.classroom.run import Loss, Point
from py_engine.classroom.study import Study
from py_engine.classroom.tracing import go_back, traced
from py_engine.classroom.unpeel import roll_whole
from py_engine.gradcheck import central_difference
from py_engine.jit.program import Program
from py_engine.jit.trace import NotTraceable, trace
from py_engine.node import pinned_leaf
from py_engine.tape import Tape

# value, gradient, Graph, TraversalRows
Seen = tuple[float, tuple[float, ...], Plain, list[Plain]]


class Elsewhere:
    """Looks at a studied loss at one point after another."""

    def __init__(self, studied: Study) -> None:
        self.studied = studied

    def look(self, point: Point) -> Plain:
        """The Sight of the protocol; raises Problem where there is no loss or no gradient."""
        loss = replace(self.studied.loss, start=point)
        route = self.studied.route
        value, gradient, graph, rows = (
            _linked(route.engine, loss) if isinstance(route, OwnEngine) else self._on_tape(loss))
        return {"loss": value, "parameters": self._parameters(loss, gradient),
                "closedForm": self._closed_form(point), "graph": graph, "traversal": rows}

    def _on_tape(self, loss: Loss) -> Seen:
        tape = Tape()
        leaves = [pinned_leaf(tape, value) for value in loss.start]
        output = loss.quiet(*leaves)
        value = float(output.value if isinstance(output, Node) else output)
        if not isfinite(value):
            raise _no_loss(value)
        if not isinstance(output, Node):
            graph = lone_graph(loss.names, loss.start, value)
            return value, (0.0,) * len(leaves), graph, []
        gradient = go_back(loss, leaves, output)
        picture = self._picture(loss, output.tape)
        if picture is None:
            return value, gradient, lone_graph(loss.names, loss.start, value), []
        graph = picture.graph()
        return value, gradient, graph, picture.traversal(graph)

    def _picture(self, loss: Loss, tape: Tape) -> Picture | Summary | None:
        """What is drawn, with the numbers of this tape; None where there is nothing to draw."""
        drawn = self.studied.picture
        try:
            now = trace(loss.quiet, loss.start)
            if drawn is None or not _same(now, self.studied.program):
                now, tape = traced(loss)
                rolled = roll_whole(now, MOST_STEPS)
                drawn = draw(rolled, TapeNumbers(rolled.program, tape))
                self.studied.program, self.studied.picture = now, drawn
            elif isinstance(drawn, Picture):
                drawn.numbers = TapeNumbers(drawn.sketch.program, tape)
        except NotTraceable:
            return None
        return drawn

    def _parameters(self, loss: Loss, gradient: tuple[float, ...]) -> list[Plain]:
        def value(*nearby: float) -> float:
            return self.studied.route.value(nearby)

        rows = zip(loss.names, loss.start, gradient, strict=True)
        found = []
        for index, (name, at, slope) in enumerate(rows):
            numeric = central_difference(value, loss.start, index)
            found.append({"name": name, "value": at, "gradient": slope,
                          "numeric": numeric if isfinite(numeric) else None})
        return found

    def _closed_form(self, point: Point) -> Plain | None:
        """By hand, where the run found that the loss is the lecture's."""
        if not self.studied.result["closedForm"]:
            return None
        data = self.studied.result["data"]
        return by_formula(Points(data["x"], data["y"]), point)


def _linked(engine: LinkedEngine, loss: Loss) -> Seen:
    """The same by the student's own engine."""
    value, gradient, output, leaves = engine.evaluate(loss.quiet, loss.start)
    if not isfinite(value):
        raise _no_loss(value)
    picture = LinkedPicture(engine.dialect, output, leaves, loss.names)
    graph = picture.graph()
    return value, gradient, graph, picture.traversal(graph)


def _same(one: Program, other: Program | None) -> bool:
    """Whether two programs do the same to the same data; only their inputs' values differ."""
    return other is not None and (
        (one.ops, one.slots, one.output, one.origins)
        == (other.ops, other.slots, other.output, other.origins))


def _no_loss(value: float) -> Problem:
    return Problem(f"The loss is {value} here, not a finite number.", "Choose another point.")
