"""A loss that was run: what is shown of it, at its start and at other points."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

from classroom import protocol
from classroom.doubts.examination import Examination
from classroom.doubts.report import report, told
from classroom.pictures.drawing import Drawing
from classroom.pictures.steps import derivation_steps
from classroom.pictures.view import first_view
from classroom.run.batches import Evaluate, on_batches
from classroom.run.console import Clock
from classroom.run.linked import ENGINE_FILE, LinkedEngine
from classroom.run.points import Points, found_points
from classroom.run.routes import (
    Compiled,
    Descending,
    Eager,
    OwnEngine,
    Route,
    compiled,
    quickest,
    quickest_values,
)
from classroom.run.workshop import LOSS_FILE, Loss, Point, Workshop, find_loss
from classroom.sight import Sight, named, renamed, sight
from classroom.sight.lecture import by_formula, is_lecture_problem, optimum
from classroom.sight.notes import notes_on
from classroom.words.faults import Problem
from classroom.words.symbols import with_code
from py_engine import GradientError
from py_engine.gradcheck import central_difference
from py_engine.jit import Instantiate, jit
from py_engine.jit.program import Program, prune
from py_engine.jit.selfcheck import Fault

OWN_ENGINE = "Your own engine is not compiled: it runs as you wrote it."
Way = tuple[str, Callable[[], Sequence[float]]]


@dataclass
class Beginning:
    """A loss that was run, as it is seen at its start; nothing else is known of it yet."""

    code: dict[str, str]  # by file
    loss: Loss
    engine: LinkedEngine | None
    start: Sight

    def event(self) -> protocol.NumbersEvent:
        """The NumbersEvent of the protocol."""
        return {"event": "numbers", "names": list(self.loss.names), "point": list(self.loss.start),
                "loss": self.start.value, "gradient": list(self.start.gradient)}


def sources(code: str, engine: str | None) -> dict[str, str]:
    """What a learner wrote, by the name of the file that it runs as."""
    return {LOSS_FILE: code} | ({ENGINE_FILE: engine} if engine else {})


def begin(code: dict[str, str], workshop: Workshop) -> Beginning:
    """Run `sources`, and look at the loss, whose prints are passed on; raises what goes wrong."""
    workshop.modules.clear()
    engine = None
    if ENGINE_FILE in code:
        engine = LinkedEngine(workshop.run(code[ENGINE_FILE], ENGINE_FILE))
        workshop.modules["py_engine"] = engine.facade
    loss = find_loss(workshop.run(code[LOSS_FILE]), workshop)
    return Beginning(code, loss, engine, sight(loss, loss.start, engine, aloud=True))


class Study:
    """The last loss that was run: its routes, and the sight that was shown last, as it is drawn."""

    def __init__(self, begun: Beginning, instantiate: Instantiate | None) -> None:
        self.code, self.loss, self.engine = begun.code, begun.loss, begun.engine
        self.seen = begun.start
        self.why_not_compiled: str | None = OWN_ENGINE
        self.route: Route
        if self.engine:
            values = quickest_values(self.loss, instantiate)
            self.route = OwnEngine(self.loss, self.engine, values)
        else:
            self.route, self.why_not_compiled = quickest(self.loss, instantiate)
        self.seen = named(self.seen, self.loss, self._watched_program())
        self.drawing = Drawing(self.seen, self.loss)
        self.points, self.data = self._about_data()
        self._told: Fault | None = None

    def _watched_program(self) -> Program | None:
        """The program of the call that the compiler watched, if it did."""
        program = self.route.jit.program if isinstance(self.route, Compiled) else None
        return prune(program) if program else None

    # Views of a sight

    def result(self, clock: Clock) -> protocol.RunResult:
        """The RunResult of the protocol; the caller knows its seconds."""
        best = optimum(self.points) if self.points else None
        view = first_view(self.loss, self.data, best, self.route, clock)
        return {**self._shown(), "data": self.data, "best": best, "view": view,
                "notes": notes_on(self.seen, self.loss), "seconds": 0.0}

    def look(self, point: Point) -> protocol.Sight:
        """The Sight of the protocol; raises Problem where there is no loss or no gradient.

        While a point is dragged, the graph mostly stays the same and only its numbers change: the
        drawing is kept as long as the loss computes the same operations.
        """
        self.seen = renamed(sight(self.loss, point, self.engine), self.drawing.program)
        if not self.drawing.follow(self.seen):
            self.seen = named(self.seen, self.loss)
            self.drawing = Drawing(self.seen, self.loss)
        return self._shown()

    def _shown(self) -> protocol.Sight:
        seen, picture = self.seen, self.drawing.picture
        graph = picture.graph()
        rows = zip(self.loss.names, seen.point, seen.gradient, strict=True)
        return {
            "loss": seen.value,
            "parameters": [{"name": name, "value": value, "gradient": gradient}
                           for name, value, gradient in rows],
            "closedForm": by_formula(self.points, seen.point) if self.points else None,
            "graph": graph,
            "traversal": picture.traversal(graph),
        }

    def witness(self, clock: Clock,
                ) -> Generator[protocol.WitnessEvent, None, protocol.Witness]:
        """The Witness of the protocol for the sight that was shown last, with events meanwhile."""
        seen = self.seen
        examination = Examination(self.loss, self.engine, seen, self.drawing, clock)
        point = list(seen.point)
        for checks in examination.run():
            yield {"event": "witness", "point": point, "checks": checks, "remarks": []}
        remarks: list[protocol.Remark] = [
            {"kind": doubt.kind, "message": doubt.message, "line": doubt.line, "node": doubt.node,
             "report": self._report(doubt.message, seen.point) if doubt.kind == "ours" else None}
            for doubt in examination.doubts]
        return {"point": point, "checks": examination.checks(), "remarks": remarks}

    def fault(self) -> protocol.Remark | None:
        """A Remark of the protocol, once, where compiled code was found to be wrong."""
        fast = compiled(self.route)
        if fast is None or fast.fault is None or fast.fault is self._told:
            return None
        self._told = fast.fault
        message = told(fast.fault, self.loss.names)
        return {"kind": "ours", "message": message, "line": None, "node": None,
                "report": self._report(message, fast.fault.point)}

    def _report(self, message: str, point: Point) -> str:
        return report(message, zip(self.loss.names, point, strict=True), self.code)

    def nudge(self, point: Point, node: str, by: float) -> protocol.Nudge:
        """The Nudge of the protocol: the drawn values with one of them changed."""
        if point != self.seen.point:
            self.look(point)
        return {"values": self.drawing.picture.nudged(node, by)}

    def instance(self, frame: str, index: int) -> protocol.InstanceValues:
        """InstanceValues of one repetition in a frame of the drawn graph."""
        return self.drawing.picture.instance(frame, index)

    def explanation(self) -> protocol.Explanation:
        """The Explanation of the protocol."""
        explanation: protocol.Explanation = {
            "python": "", "wat": None, "wasmBytes": None,
            "derivation": derivation_steps(self.drawing.picture), "reason": self.why_not_compiled}
        if isinstance(self.route, Compiled):
            fast = self.route.jit
            explanation |= {"python": fast.source or "", "wat": fast.wat,
                            "wasmBytes": len(fast.wasm) if fast.wasm else None,
                            "reason": fast.reason}
        reason = explanation["reason"]
        return explanation | {"reason": reason and with_code(reason)}

    def _about_data(self) -> tuple[Points | None, protocol.DataPoints | None]:
        """The learner's points, where the loss is the lecture's on them; and the data to draw."""
        found = found_points(self.loss.function, self.loss.globals)
        for points in found:
            if is_lecture_problem(self.route, self.loss.start, points):
                return points, Points(points.x, points.y).plain("parameters")
        return None, found[0].plain("data") if found and len(found[0].x) > 1 else None

    # Evaluations

    def point(self, numbers: Sequence[float]) -> Point:
        """A point of the right size; raises Problem."""
        if len(numbers) != len(self.loss.names):
            raise Problem(f"The loss has {len(self.loss.names)} parameters, and {len(numbers)} "
                          "numbers were given.", "Run the code again.")
        return tuple(map(float, numbers))

    def evaluator(self, args: protocol.DescendArgs) -> Evaluate:
        """What a descent evaluates at each step."""
        batches = args.get("batches")
        if not batches:
            if isinstance(self.route, Eager | Compiled):
                return Descending(self.route)
            return lambda *point: self.route.value_and_gradient(point)
        # What is compiled has its data built in; batches call the learner's function itself.
        route = Eager(self.loss) if isinstance(self.route, Compiled) else self.route
        return on_batches(self.loss, route, batches)

    def evaluate(self, point: Point) -> protocol.Evaluation:
        """The Evaluation of the protocol."""
        try:
            value, gradient = self.route.value_and_gradient(point)
        except GradientError:
            seen = sight(self.loss, point)  # raises it with the learner's line
            value, gradient = seen.value, seen.gradient
        return {"loss": value, "gradient": list(gradient)}

    def ways(self) -> list[Way]:
        """The ways to the gradient at the start, by name."""
        loss, start = self.loss, self.loss.start
        eager = Eager(loss)
        ways: list[Way] = [("central differences", lambda: [
            central_difference(lambda *nearby: loss.value(nearby), start, index)
            for index in range(len(start))])]
        ours: Route = self.route
        if isinstance(self.route, OwnEngine):
            own, ours = self.route, self.route.values
            ways.append(("your engine", lambda: own.value_and_gradient(start)[1]))
        if ours is not self.route and not isinstance(ours, Compiled):
            return ways  # the loss asks for what only the student's Nodes can do
        ways.append(("eager", lambda: eager.value_and_gradient(start)[1]))
        if isinstance(ours, Compiled):
            fast, replay = ours.jit, jit(loss.quiet)
            ways.append(("Python replay", lambda: replay.flat(*start)[1]))
            if fast.how == "wasm":
                ways.append(("WebAssembly", lambda: fast.flat(*start)[1]))
        return ways
