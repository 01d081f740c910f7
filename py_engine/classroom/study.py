"""A loss that was run: everything that is found out about it at its start."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite, isnan

from py_engine import GradientError, Node
from py_engine.classroom.batches import Evaluate, on_batches
from py_engine.classroom.console import Clock
from py_engine.classroom.faults import Plain, Problem
from py_engine.classroom.lecture import by_formula, is_lecture_problem, optimum
from py_engine.classroom.linked import ENGINE_FILE, LinkedEngine
from py_engine.classroom.linked_picture import LinkedPicture
from py_engine.classroom.numbers import TapeNumbers
from py_engine.classroom.picture import MOST_STEPS, Picture, Summary, draw, lone_graph
from py_engine.classroom.points import Points, found_points
from py_engine.classroom.routes import (
    Compiled,
    Eager,
    OwnEngine,
    Route,
    quickest,
    quickest_values,
)
from py_engine.classroom.run import Loss, Point, Workshop, find_loss
from py_engine.classroom.start import Start, look, look_with
from py_engine.classroom.steps import derivation_steps
from py_engine.classroom.tracing import located, traced
from py_engine.classroom.unpeel import roll_whole
from py_engine.classroom.view import first_view
from py_engine.gradcheck import central_difference
from py_engine.jit import Instantiate, jit
from py_engine.jit.program import Program, prune
from py_engine.jit.trace import NotTraceable
from py_engine.joining import settle
from py_engine.tape import Tape

SAME_SLOPE = 1e-6
OWN_ENGINE = "Your own engine is not compiled: it runs as you wrote it."
Drawing = Picture | Summary
Way = tuple[str, Callable[[], Sequence[float]]]


@dataclass
class Study:
    """The last loss that was run, and the RunResult that was made of it.

    `program` is what `picture` was drawn from: the route may have compiled others since.
    """

    loss: Loss
    route: Route
    program: Program | None
    picture: Drawing | None
    result: Plain
    why_not_compiled: str | None

    def point(self, numbers: Sequence[float]) -> Point:
        """A point of the right size; raises Problem."""
        if len(numbers) != len(self.loss.names):
            raise Problem(f"The loss has {len(self.loss.names)} parameters, and {len(numbers)} "
                          "numbers were given.", "Run the code again.")
        return tuple(map(float, numbers))

    def evaluator(self, args: Plain) -> Evaluate:
        """What a descent evaluates at each step."""
        if not args.get("batches"):
            return lambda *point: self.route.value_and_gradient(point)
        # What is compiled has its data built in; batches call the learner's function itself.
        route = Eager(self.loss) if isinstance(self.route, Compiled) else self.route
        return on_batches(self.loss, route, args["batches"])

    def evaluate(self, point: Point) -> Plain:
        """The Evaluation of the protocol."""
        try:
            value, gradient = self.route.value_and_gradient(point)
        except GradientError as error:
            raise located(error, self.loss, point) from None
        return {"loss": value, "gradient": list(gradient)}

    def ways(self) -> list[Way]:
        """The ways to the gradient at the start, by name."""
        loss, start = self.loss, self.loss.start
        eager = Eager(loss)
        ways: list[Way] = [("central differences", lambda: _slopes(eager, start))]
        ours: Route = self.route
        if isinstance(self.route, OwnEngine):
            own, ours = self.route, self.route.values
            ways.append(("your engine", lambda: own.value_and_gradient(start)[1]))
        if ours is not self.route and not isinstance(ours, Compiled):
            return ways  # the loss asks for what only the student's Nodes can do
        ways.append(("eager", lambda: eager.value_and_gradient(start)[1]))
        if isinstance(ours, Compiled):
            compiled = ours.jit
            replay = jit(loss.quiet)
            ways.append(("Python replay", lambda: replay(*start)[1]))
            if compiled.how == "wasm":
                ways.append(("WebAssembly", lambda: compiled(*start)[1]))
        return ways

    def explanation(self) -> Plain:
        """The Explanation of the protocol."""
        explanation: Plain = {"python": "", "wat": None, "wasmBytes": None,
                              "derivation": derivation_steps(self.picture),
                              "reason": self.why_not_compiled}
        if isinstance(self.route, Compiled):
            compiled = self.route.jit
            explanation |= {"python": compiled.source or "", "wat": compiled.wat,
                            "wasmBytes": len(compiled.wasm) if compiled.wasm else None,
                            "reason": compiled.reason}
        return explanation

    def instance(self, frame: str, index: int) -> Plain:
        """InstanceValues of one repetition in a frame of the drawn graph."""
        if self.picture is None:
            raise Problem("Nothing repeats in this graph.", "Run the code again.")
        return self.picture.instance(frame, index)


@dataclass
class Beginning:
    """A loss that was run, with its value and gradient at its start, and nothing else yet."""

    loss: Loss
    start: Start
    engine: LinkedEngine | None

    def event(self) -> Plain:
        """The NumbersEvent of the protocol."""
        return {"event": "numbers", "names": list(self.loss.names), "point": list(self.loss.start),
                "loss": self.start.value, "gradient": list(self.start.gradient)}


def begin(code: str, engine_code: str | None, workshop: Workshop) -> Beginning:
    """Run the code, and look at its loss; raises what goes wrong."""
    workshop.modules.clear()
    engine = None
    if engine_code:
        engine = LinkedEngine(workshop.run(engine_code, ENGINE_FILE))
        workshop.modules["py_engine"] = engine.facade
    loss = find_loss(workshop.run(code), workshop)
    return Beginning(loss, look_with(engine, loss) if engine else look(loss), engine)


def study(begun: Beginning, instantiate: Instantiate | None, clock: Clock) -> Study:
    """Find out the rest; raises what goes wrong."""
    loss, start, engine = begun.loss, begun.start, begun.engine
    if engine:
        return _Finding(loss, start, OwnEngine(loss, engine, quickest_values(loss, instantiate)),
                        OWN_ENGINE).study(clock)
    return _Finding(loss, start, *quickest(loss, instantiate)).study(clock)


class _Finding:
    """What is found out, step by step, once the loss has a value at its start."""

    def __init__(self, loss: Loss, start: Start, route: Route, refusal: str | None) -> None:
        self.loss = loss
        self.start = start
        self.route = route
        self.refusal = refusal
        self.notes = list(start.notes)

    def study(self, clock: Clock) -> Study:
        """All of it."""
        program, picture = self._picture()
        drawn = self._drawn(picture)
        graph = drawn.graph() if drawn else lone_graph(
            self.loss.names, self.loss.start, self.start.value)
        result = {
            "loss": self.start.value,
            "parameters": self._parameters(),
            **self._about_data(),
            "graph": graph,
            "traversal": drawn.traversal(graph) if drawn else [],
        }
        result["view"] = first_view(self.loss, result, self.route, clock)
        result["notes"] = self.notes + self._unsteadiness()
        return Study(self.loss, self.route, program, picture, result, self.refusal)

    def _parameters(self) -> list[Plain]:
        numeric = _slopes(self.route, self.loss.start)
        rows = zip(self.loss.names, self.loss.start, self.start.gradient, numeric, strict=True)
        return [{"name": name, "value": value, "gradient": gradient,
                 "numeric": slope if isfinite(slope) else None}
                for name, value, gradient, slope in rows]

    def _about_data(self) -> Plain:
        """What is known of the lecture's loss on the learner's points; else their data."""
        candidates = found_points(self.loss.function, self.loss.globals)
        for points in candidates:
            if is_lecture_problem(self.route, self.loss.start, points):
                bare = Points(points.x, points.y)
                return {"closedForm": by_formula(points, self.loss.start),
                        "best": optimum(points), "data": bare.plain("parameters")}
        data = candidates[0].plain("data") if candidates and len(candidates[0].x) > 1 else None
        return {"closedForm": None, "best": None, "data": data}

    def _picture(self) -> tuple[Program | None, Drawing | None]:
        """The program and its rolled graph; None where there is no tape that says so."""
        if not isinstance(self.start.output, Node):
            return None, None
        try:
            program, tape = self._traced()
            rolled = roll_whole(program, MOST_STEPS)
            return program, draw(rolled, TapeNumbers(rolled.program, tape))
        except NotTraceable as error:
            self.notes.append(f"The graph is not drawn. {error}")
            return None, None

    def _traced(self) -> tuple[Program, Tape]:
        """What the output depends on, and a tape with its numbers."""
        program = self.route.jit.program if isinstance(self.route, Compiled) else None
        return (prune(program), settle(self.start.output)) if program else traced(self.loss)

    def _drawn(self, picture: Drawing | None) -> Drawing | LinkedPicture | None:
        if isinstance(self.route, OwnEngine):
            return LinkedPicture(self.route.engine.dialect, self.start.output, self.start.leaves,
                                 self.loss.names)
        return picture

    def _unsteadiness(self) -> list[str]:
        """What is to be said where the loss is not the same when it is called again."""
        loss, start = self.loss, self.loss.start
        if not isinstance(self.route, Compiled):  # whose value has been compared already
            again, once_more = loss.value(start), loss.value(start)
            if again != once_more and not isnan(again):
                return [_RANDOM]
        if isinstance(self.route, OwnEngine):
            return []
        _, gradient = self.route.value_and_gradient(start)
        return [] if all(map(_agree, gradient, self.start.gradient)) else [_KEPT]


_RANDOM = ("The loss is random: each call gives another value. Value, gradient and landscape "
           "belong to different losses then. Draw the random numbers once, outside `loss`.")
_KEPT = ("The loss is another one when it is called again: something is kept from call to call, "
         "such as a Node in a list. Make all that it needs anew in each call.")


def _agree(one: float, other: float) -> bool:
    return abs(one - other) <= SAME_SLOPE * max(1.0, abs(one), abs(other))


def _slopes(route: Route, point: Point) -> list[float]:
    """The slope in each parameter by central differences; nan where the loss has no value."""
    def value(*nearby: float) -> float:
        return route.value(nearby)

    return [central_difference(value, point, index) for index in range(len(point))]
