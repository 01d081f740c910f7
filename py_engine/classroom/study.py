"""A loss that was run: everything that is found out about it at its start."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from py_engine import GradientError, Node
from py_engine.classroom.descents import Evaluate
from py_engine.classroom.faults import Plain, Problem
from py_engine.classroom.lecture import by_formula, is_lecture_problem, optimum
from py_engine.classroom.linked import ENGINE_FILE, LinkedEngine
from py_engine.classroom.linked_picture import LinkedPicture
from py_engine.classroom.numbers import TapeNumbers
from py_engine.classroom.picture import Picture, lone_graph
from py_engine.classroom.points import Points, found_points
from py_engine.classroom.routes import Eager, OwnEngine, Route
from py_engine.classroom.run import Loss, Point, Workshop, find_loss
from py_engine.classroom.start import Start, look, look_with, numeric_gradient, slopes
from py_engine.classroom.tracing import located, traced
from py_engine.classroom.view import first_view
from py_engine.jit.roll import roll


@dataclass
class Study:
    """The last loss that was run, and the RunResult that was made of it."""

    loss: Loss
    route: Route
    picture: Picture | None
    result: Plain

    def point(self, numbers: Sequence[float]) -> Point:
        """A point of the right size; raises Problem."""
        if len(numbers) != len(self.loss.names):
            raise Problem(f"The loss has {len(self.loss.names)} parameters, and {len(numbers)} "
                          "numbers were given.", "Run the code again.")
        return tuple(map(float, numbers))

    def evaluator(self, args: Plain) -> Evaluate:
        """What a descent evaluates at each step."""
        if args.get("batches"):
            raise Problem("Batches are not possible for this loss.",
                          "Leave the batch size empty: every step then uses all data.")
        return lambda *point: self.route.value_and_gradient(point)

    def evaluate(self, point: Point) -> Plain:
        """The Evaluation of the protocol."""
        try:
            value, gradient = self.route.value_and_gradient(point)
        except GradientError as error:
            raise located(error, self.loss, point) from None
        return {"loss": value, "gradient": list(gradient)}

    def ways(self) -> list[tuple[str, Callable[[], Sequence[float]]]]:
        """The ways to the gradient at the start, slowest first, by name."""
        loss, start = self.loss, self.loss.start
        ways: list[tuple[str, Callable[[], Sequence[float]]]] = [
            ("central differences", lambda: slopes(loss, start))]
        if isinstance(self.route, OwnEngine):
            own = self.route
            ways.append(("your engine", lambda: own.value_and_gradient(start)[1]))
        else:
            eager = Eager(loss)
            ways.append(("eager", lambda: eager.value_and_gradient(start)[1]))
        return ways

    def explanation(self) -> Plain:
        """The Explanation of the protocol."""
        return {"python": "", "wat": None, "wasmBytes": None, "derivation": [],
                "reason": "The loss is evaluated by the engine itself, operation by operation."}

    def instance(self, frame: str, index: int) -> Plain:
        """InstanceValues of one repetition in a frame of the drawn graph."""
        if self.picture is None:
            raise Problem("Nothing repeats in this graph.", "Run the code again.")
        return self.picture.instance(frame, index)


def study(code: str, engine_code: str | None, workshop: Workshop) -> Study:
    """Run the code, and find out about its loss; raises what goes wrong."""
    workshop.modules.clear()
    engine = None
    if engine_code:
        engine = LinkedEngine(workshop.run(engine_code, ENGINE_FILE))
        workshop.modules["py_engine"] = engine.facade
    loss = find_loss(workshop.run(code), workshop)
    start = look_with(engine, loss) if engine else look(loss)
    route: Route = OwnEngine(loss, engine) if engine else Eager(loss)
    picture = None if engine else _picture(loss, start)
    drawn = LinkedPicture(start.output, start.leaves, loss.names) if engine else picture
    graph = drawn.graph() if drawn else lone_graph(loss.names, loss.start, start.value)
    result = {
        "loss": start.value,
        "parameters": _parameters(loss, start),
        **_about_data(loss),
        "graph": graph,
        "traversal": drawn.traversal(graph) if drawn else [],
        "notes": start.notes + _randomness(loss, start),
    }
    result["view"] = first_view(loss, result, route)
    return Study(loss, route, picture, result)


def _parameters(loss: Loss, start: Start) -> list[Plain]:
    rows = zip(loss.names, loss.start, start.gradient, numeric_gradient(loss), strict=True)
    return [{"name": name, "value": value, "gradient": gradient, "numeric": numeric}
            for name, value, gradient, numeric in rows]


def _about_data(loss: Loss) -> Plain:
    """What is known where the loss is the lecture's on the learner's points; else their data."""
    candidates = found_points(loss.function, loss.globals)
    for points in candidates:
        if is_lecture_problem(loss, points):
            bare = Points(points.x, points.y)
            return {"closedForm": by_formula(points, loss.start), "best": optimum(points),
                    "data": bare.plain("parameters")}
    data = candidates[0].plain("data") if candidates and len(candidates[0].x) > 1 else None
    return {"closedForm": None, "best": None, "data": data}


def _picture(loss: Loss, start: Start) -> Picture | None:
    if not isinstance(start.output, Node):
        return None
    program = traced(loss, loss.start)
    return Picture(roll(program), TapeNumbers(program, start.output.tape))


def _randomness(loss: Loss, start: Start) -> list[str]:
    again, once_more = loss.value(loss.start), loss.value(loss.start)
    if again == once_more or math.isnan(again):
        return []
    return ["The loss is random: each call gives another value. Value, gradient and landscape "
            "belong to different losses then. Draw the random numbers once, outside `loss`."]
