"""The classroom as the page sees it: plain dicts in, plain data out.

Each method takes one dict of arguments. Its answer is plain data (dict, list, tuple, float, str,
None, array('d')), or a generator that yields events and returns the answer. What goes wrong is
raised as LearnerError, whose `data` is plain too. The shapes are those of web/shared/protocol.json.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Generator, Iterator
from typing import Any, cast

from classroom import protocol
from classroom.judge.any_engine import check_engine
from classroom.judge.run import CAUSE_SECONDS, run_check
from classroom.pictures.boundary import prediction
from classroom.pictures.descents import DescentStream
from classroom.pictures.landscape import Grid, landscape
from classroom.pictures.race import race
from classroom.run.clean import CleanState
from classroom.run.console import Clock, Console
from classroom.run.routes import Compiled, compiled
from classroom.run.workshop import Workshop
from classroom.study import Study, begin, sources
from classroom.words.explain import explain
from classroom.words.faults import LearnerError, Plain, Problem
from py_engine.jit import Instance, Instantiate

CHECK_SECONDS = 10.0


class Classroom:
    """One learner's room: where code is run, and the loss that was run last is looked at.

    `write(text)` gets what learners print; `instantiate`, if given, makes WebAssembly of bytes;
    `clock` gives seconds.
    """

    def __init__(self, write: Callable[[str], object], instantiate: Instantiate | None = None,
                 clock: Clock = time.perf_counter) -> None:
        self._clock = clock
        self._instantiate = instantiate
        self._write = write
        self._workshop = Workshop(Console(write, clock), CleanState())
        self._sources: dict[str, str] = {}
        self._study: Study | None = None

    def run(self, args: protocol.RunArgs) -> protocol.RunResult:
        """RunArgs -> RunResult: run the code, and look at its loss at the start."""
        stream = self.run_in_steps(args)
        while True:
            try:
                next(stream)
            except StopIteration as end:
                return cast(protocol.RunResult, end.value)

    def run_in_steps(self, args: protocol.RunArgs,
                     ) -> Generator[protocol.NumbersEvent, None, protocol.RunResult]:
        """The same; yields a NumbersEvent as soon as the loss and its gradient are known."""
        began = self._clock()
        engine = args.get("engine") or None
        self._study = None
        self._sources = sources(args["code"], engine)
        self._workshop.clean.restore()
        self._workshop.console.begin()
        with self._explaining():
            begun = begin(self._sources, self._workshop)
            yield begun.event()
            found = Study(begun, self._instantiate)
            result = found.result(self._clock)
        self._study = found
        return {**result, "seconds": self._clock() - began}

    def evaluate(self, args: protocol.EvaluateArgs) -> protocol.Evaluation:
        """EvaluateArgs -> Evaluation."""
        with self._explaining():
            studied = self._studied
            point = studied.point(args["point"])
            if isinstance(studied.route, Compiled):
                studied.route.jit.sample(*point)
            return studied.evaluate(point)

    def look(self, args: protocol.EvaluateArgs) -> protocol.Sight:
        """{point} -> Sight: all numbers that are shown, at another point."""
        with self._explaining():
            studied = self._studied
            return studied.look(studied.point(args["point"]))

    def witness(self, args: Plain) -> Generator[protocol.WitnessEvent, None, protocol.Witness]:
        """Nothing -> Witness: whether the numbers of the last run or look are to be believed."""
        with self._explaining():
            return (yield from self._studied.witness(self._clock))

    def predict(self, args: protocol.EvaluateArgs) -> protocol.Prediction | None:
        """{point} -> Prediction, or null where the learner's code has no `predict`."""
        with self._explaining():
            studied = self._studied
            return prediction(studied.loss, studied.data, studied.point(args["point"]))

    def descend(self, args: protocol.DescendArgs,
                ) -> Generator[protocol.StepsEvent, None, protocol.DescentEnd]:
        """DescendArgs -> DescentEnd; yields StepsEvents. Closed early, it tells how far it came."""
        with self._explaining():
            studied = self._studied
            start = studied.point(args["start"])
            stream = DescentStream(args, start, studied.evaluator(args), studied.route.value,
                                   self._clock)
            try:
                yield from stream.events()
            except GeneratorExit:
                return stream.end(cancelled=True)
            if isinstance(studied.route, Compiled) and stream.last:
                studied.route.jit.check(*stream.last)
            return stream.end()

    def landscape(self, args: protocol.LandscapeArgs,
                  ) -> Generator[protocol.LandscapeEvent, None, protocol.Landscape]:
        """LandscapeArgs -> Landscape; yields LandscapeEvents, coarser ones first."""
        with self._explaining():
            studied = self._studied
            grid = Grid(args, len(studied.loss.names))
            level = yield from landscape(grid, studied.route.grid, self._clock)
            fast = compiled(studied.route)
            if fast:
                fast.check_values(*grid.sample(level))
            return level

    def instance(self, args: protocol.InstanceArgs) -> protocol.InstanceValues:
        """{template, index} -> InstanceValues."""
        with self._explaining():
            return self._studied.instance(str(args["template"]), int(args["index"]))

    def nudge(self, args: protocol.NudgeArgs) -> protocol.Nudge:
        """{point, node, by} -> Nudge: what a node of the drawn graph does to those after it."""
        with self._explaining():
            studied = self._studied
            return studied.nudge(studied.point(args["point"]), str(args["node"]),
                                 float(args["by"]))

    def race(self, args: Plain) -> Generator[protocol.LapEvent, None, protocol.RaceResult]:
        """Nothing -> RaceResult; yields LapEvents: the ways to the gradient at the start, timed."""
        with self._explaining():
            return (yield from race(self._studied.ways(), self._clock))

    def check(self, args: Plain) -> Plain:
        """CheckArgs -> CheckResult: an exercise of the course."""
        self._workshop.clean.restore()
        with self._explaining():
            judge = check_engine if args.get("anyNames") else run_check
            causes = CAUSE_SECONDS if args.get("causes", True) else 0.0
            return judge(args["files"], args["answer"], engine=args.get("engine"),
                         seconds=float(args.get("seconds") or CHECK_SECONDS),
                         write=self._write, cause_seconds=causes)

    def explain(self, args: Plain) -> protocol.Explanation:
        """Nothing -> Explanation: the code that the loss is compiled to, and its derivation."""
        with self._explaining():
            return self._studied.explanation()

    def modules(self) -> list[tuple[Instance, Plain]]:
        """What may answer `evaluate` in this room's place: see `Jit.modules`."""
        route = self._study.route if self._study else None
        return route.jit.modules() if isinstance(route, Compiled) else []

    def fault(self) -> protocol.Remark | None:
        """A Remark, once, where our compiler was found to be wrong: see `Jit.fault`."""
        return self._study.fault() if self._study else None

    @property
    def _studied(self) -> Study:
        if self._study is None:
            raise Problem("No loss has been run yet.", "Run the code first.")
        return self._study

    @contextlib.contextmanager
    def _explaining(self) -> Iterator[None]:
        """Turn whatever is raised in here into a LearnerError."""
        try:
            yield
        except (GeneratorExit, LearnerError):
            raise
        except BaseException as error:
            data = explain(error, self._sources)
            _forget_frames(error)
            raise LearnerError(data) from None
        finally:
            self._workshop.console.flush()


METHODS: dict[str, Callable[[Classroom, Any], object]] = {
    "run": Classroom.run_in_steps,
    "evaluate": Classroom.evaluate,
    "look": Classroom.look,
    "witness": Classroom.witness,
    "predict": Classroom.predict,
    "descend": Classroom.descend,
    "landscape": Classroom.landscape,
    "instance": Classroom.instance,
    "nudge": Classroom.nudge,
    "explain": Classroom.explain,
    "race": Classroom.race,
    "check": Classroom.check,
}


def _forget_frames(error: BaseException | None) -> None:
    """Let go of the frames of an error, which may hold gigabytes of a learner's lists."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        error.__traceback__ = None
        error = error.__context__
