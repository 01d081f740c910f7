"""A descent as a stream of events: all steps, in packets, with an honest word at the end."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from math import floor, hypot, inf, isfinite, log10, nan

from classroom.protocol import DescendArgs, DescentEnd, StepsEvent
from classroom.run.batches import Evaluate
from classroom.run.console import Clock
from classroom.run.routes import Gradient
from classroom.run.workshop import Point
from classroom.words.faults import Problem
from py_engine import GradientError
from py_engine.descent import Descent, Step, descend
from py_engine.optimizer_names import OPTIMIZERS, Named

PAUSE = 0.04
MOST_STEPS = 1_000_000
KIND = "OptimizerError"


class DescentStream:
    """Steps from a start, and what is said of them at the end.

    `evaluate(*point)` gives the loss, or that of a batch, and its gradient; `whole(point)` gives
    the loss on all data, which is what counts at the end.
    """

    def __init__(self, args: DescendArgs, start: Point, evaluate: Evaluate,
                 whole: Callable[[Point], float], clock: Clock) -> None:
        steps, rate = args["steps"], float(args["rate"])
        optimizer = _checked(args, steps, rate, start)
        if optimizer.needs_curvature and not hasattr(evaluate, "rows"):
            raise Problem(f"{optimizer.label} needs second derivatives, and your engine has none.",
                          "Choose another optimizer, or ours for an engine.", kind=KIND)
        self._has_rate = optimizer.has_rate
        self._whole = whole
        self._clock = clock
        self._descent: Descent = descend(
            evaluate, start, optimizer.make(rate), int(steps),
            differentiate=lambda function: function)
        self._first: float | None = None
        self._raised: str | None = None
        self._on_batches = bool(args.get("batches"))

    def events(self) -> Iterator[StepsEvent]:
        """StepsEvents, each with all steps since the one before, about every 40 ms."""
        packet = _Packet(0)
        sent_at = self._clock()
        for step in self._steps():
            packet.add(step.point, step.value, step.gradient)
            if self._clock() - sent_at > PAUSE:
                yield packet.event()
                packet = _Packet(step.index + 1)
                sent_at = self._clock()
        if packet.losses:
            yield packet.event()

    def _steps(self) -> Iterator[Step]:
        """The descent's steps, up to where the learner's own code raises an error."""
        try:
            for step in self._descent:
                if self._first is None:
                    self._first = step.value
                yield step
        except Exception as error:
            if self._first is None:
                raise
            self._raised = type(error).__name__
            return
        ended_by = self._descent.error
        if ended_by is not None and not isinstance(ended_by, GradientError | OverflowError):
            self._raised = type(ended_by).__name__

    @property
    def last(self) -> Point:
        """The point of the last step; () before the first."""
        step = self._descent.last
        return tuple(step.point) if step else ()

    def end(self, cancelled: bool = False) -> DescentEnd:
        """The DescentEnd of the protocol."""
        last = self._descent.last
        if last is None:
            return {"reason": "cancelled", "message": "Stopped before the first step.", "steps": 0,
                    "point": [], "loss": nan}
        reason = "cancelled" if cancelled else self._descent.reason
        if self._raised or reason == "running":
            reason = "not finite"
        return {"reason": reason, "message": self._message(reason, last.index, last.value),
                "steps": last.index, "point": list(last.point),
                "loss": self._whole(last.point) if self._on_batches else last.value}

    def _message(self, reason: str, step: int, loss: float) -> str:
        remedy = "Halve the rate, or start elsewhere." if self._has_rate else "Start elsewhere."
        if self._raised:
            return (f"Step {step + 1}: the loss has no value there, it raised {self._raised}. "
                    f"{remedy}")
        if reason == "diverged":
            growth = abs(loss) / max(abs(self._first or 0.0), 1.0)
            return (f"Step {step}: the loss grew {_times(growth)} times. "
                    f"{'Halve the rate' if self._has_rate else 'Start elsewhere'}.")
        if reason == "not finite":
            return (f"Step {step}: after it the loss or its gradient is not a finite number. "
                    f"{remedy}")
        if reason == "converged":
            return f"Converged at step {step}: the gradient is 0, and nothing moves any more."
        if reason == "cancelled":
            return f"Stopped at step {step:,}."
        return f"All {step:,} steps are done."


class _Packet:
    """Steps that wait to be sent together."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.points = array("d")
        self.losses = array("d")
        self.norms = array("d")

    def add(self, point: Gradient, loss: float, gradient: Gradient) -> None:
        self.points.extend(point)
        self.losses.append(loss)
        self.norms.append(hypot(*gradient))

    def event(self) -> StepsEvent:
        return {"event": "steps", "first": self.first, "points": self.points,
                "losses": self.losses, "gradientNorms": self.norms}


def _times(growth: float) -> str:
    exponent = floor(log10(growth)) if 0 < growth < inf else 308
    return f"10^{exponent}"


def _checked(args: DescendArgs, steps: float, rate: float, start: Point) -> Named:
    """The optimizer that was chosen. Raises Problem."""
    if steps > MOST_STEPS:
        raise Problem(f"{steps:,.0f} steps are too many for one descent.",
                      f"Ask for at most {MOST_STEPS:,}; it can go on from where it ended.",
                      kind="StepsError")
    if steps < 0 or steps != int(steps):
        raise Problem(f"{steps} is no number of steps.", "Ask for a whole number.",
                      kind="StepsError")
    if not (isfinite(rate) and rate > 0):
        raise Problem(f"The rate is {rate}.", "Choose a rate above 0, such as 0.1.",
                      kind="RateError")
    if args["optimizer"] not in OPTIMIZERS:
        raise Problem(f"There is no optimizer called {args['optimizer']!r}.",
                      "There are: " + ", ".join(OPTIMIZERS) + ".", kind=KIND)
    if not all(map(isfinite, start)):
        raise Problem("The start of the descent is not a finite point.",
                      "Choose a point on the map.", kind="StartError")
    optimizer = OPTIMIZERS[args["optimizer"]]
    if optimizer.searches and args.get("batches"):
        raise Problem(f"{optimizer.label} looks ahead for each step, and on batches the loss is "
                      "another one at each look.",
                      "Clear the batch size, or choose another optimizer.", kind=KIND)
    return optimizer
