"""Is what is shown true? What an independent witness says of a sight, and in words, what to doubt.

A loss that gives another value each time, or remembers, is told as such: two calls of it are two
losses, and nobody is to blame. Else, where the gradient is not the slope, somebody is: the
student's engine, an operation of the learner's own, or ours.
"""

from __future__ import annotations

import random
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from math import ceil, isfinite, isnan, log10
from typing import Literal

from classroom.doubts.blame import (
    Blame,
    rounding_of_gradient,
    rounds_away,
    wrong_gradient,
    wrong_operation,
    wrong_value,
)
from classroom.pictures.drawing import Drawing
from classroom.pictures.linked_picture import LinkedPicture
from classroom.pictures.picture import Picture
from classroom.protocol import Check
from classroom.run.console import Clock
from classroom.run.linked import LinkedEngine
from classroom.run.workshop import Loss
from classroom.sight import NodeSight, Sight, sight
from classroom.sight.witness import Slope, same_value, slopes
from classroom.words.symbols import apart, shown
from py_engine.gradcheck import Estimate

PAUSE = 0.03
PATIENCE = 2.0  # seconds: a loss that takes long to evaluate is not held up by its witness
BESIDE = 1e-6  # of a coordinate: as far as the next point at which a comparison comes out else
ROUNDINGS = 16  # times what a few trials find
NEAR = 0.05  # of what gradient and slope differ by

RANDOM = ("The loss is random: each call gives another value. Value, gradient and landscape belong "
          "to different losses then. Draw the random numbers once, outside `loss`.")
CHANGING = ("The loss gives another value each time it is called: it changes something that it "
            "keeps, such as a counter or a list. Make all that it needs anew in each call.")
KEPT = ("The loss is another one when it is called again: something is kept from call to call, "
        "such as a Node in a list. Make all that it needs anew in each call.")


@dataclass(frozen=True)
class Doubt:
    """A sentence or two on what is shown.

    note      what the reader should know
    problem   something of the learner's is wrong; `line` and `node`, by its id, say where
    ours      something of ours is
    """

    kind: Literal["note", "problem", "ours"]
    message: str
    line: int | None = None
    node: str | None = None


class Examination:
    """Holds a sight of a loss, as it is drawn, against the function itself, on plain floats."""

    def __init__(self, loss: Loss, engine: LinkedEngine | None, seen: Sight, drawing: Drawing,
                 clock: Clock) -> None:
        self.loss, self.engine, self.seen = loss, engine, seen
        self.picture = drawing.picture
        self.clock = clock
        self.slopes: list[Slope] = []
        self.doubts: list[Doubt] = []

    def run(self) -> Generator[list[Check], None, None]:
        """Find `slopes`, as many as there is time for, and `doubts`; yields Checks meanwhile."""
        doubt = self._of_value()
        if doubt:
            self.doubts.append(doubt)
            return
        began = paused_at = self.clock()
        for slope in slopes(self.loss, self.seen):
            self.slopes.append(slope)
            now = self.clock()
            if now - began > PATIENCE:
                break
            if now - paused_at > PAUSE:
                yield self.checks()
                paused_at = self.clock()
        self.doubts += self._of_gradient()
        self.doubts += self._of_shape()

    def checks(self) -> list[Check]:
        """The Checks of the protocol, for as many parameters as were looked at."""
        return [{"verdict": slope.verdict, "numeric": _finite(slope.estimate.slope),
                 "left": _finite(slope.estimate.left), "right": _finite(slope.estimate.right)}
                for slope in self.slopes]

    # The value

    def _of_value(self) -> Doubt | None:
        """What is to be said where the function gives another value than is shown."""
        loss, seen = self.loss, self.seen
        drawn = random.getstate()
        first, second = loss.value(seen.point), loss.value(seen.point)
        if not same_value(first, second):
            return Doubt("note", RANDOM if random.getstate() != drawn or _draws(loss) else CHANGING)
        if same_value(first, seen.value):
            return None
        again = self._again()
        if again is None or not _same(again, seen):
            return Doubt("note", KEPT)
        return None if isnan(first) else self._of_wrong_value(first)

    def _of_wrong_value(self, value: float) -> Doubt:
        ours, right = apart(self.seen.value, value)
        if not isinstance(self.picture, LinkedPicture):
            return Doubt("problem", f"On plain numbers the loss is {right} here, and on Nodes "
                                    f"{ours}: it does something else with Nodes.", self.loss.line)
        said = f"With your engine the loss is {ours}, and on plain numbers {right}."
        return _accuse(said, "The first wrong node", "value", wrong_value(self.picture))

    def _again(self) -> Sight | None:
        """The same once more; None where the loss raises the second time."""
        try:
            return sight(self.loss, self.seen.point, self.engine)
        except Exception:
            # Learners' code may raise anything the second time.
            return None

    # The gradient

    def _of_gradient(self) -> list[Doubt]:
        """What is to be said where the gradient is not the slope: who is to blame."""
        wrong = [k for k, slope in enumerate(self.slopes) if slope.verdict == "differs"]
        if not wrong:
            return []
        again = self._again()
        if again is None or not _same(again, self.seen):
            return [Doubt("note", KEPT)]
        return [self._of_wrong_gradient(wrong)]

    def _of_wrong_gradient(self, wrong: list[int]) -> Doubt:
        names, seen = self.loss.names, self.seen
        index = wrong[0]
        gradient, slope = apart(seen.gradient[index], self.slopes[index].estimate.slope)
        whose = "By your engine the" if isinstance(self.picture, LinkedPicture) else "The"
        and_so = f" So it is with {_listed(names[k] for k in wrong[1:])}." if wrong[1:] else ""
        said = (f"{whose} gradient by `{names[index]}` is {gradient}, and the slope of the loss is "
                f"{slope}.{and_so}")
        if not isinstance(self.picture, LinkedPicture):
            return self._of_our_gradient(said, wrong, seen)
        ours = self._by_ours()
        if ours and (all(map(same_value, ours.gradient, seen.gradient))
                     or self._is_rounding(ours, wrong)):
            return self._of_our_gradient(said, wrong, ours)  # two engines are not wrong alike
        return _accuse(said, "The first wrong node, going back from the loss,", "gradient",
                       wrong_gradient(self.picture))

    def _of_our_gradient(self, said: str, wrong: list[int], seen: Sight) -> Doubt:
        """Why the gradient that our engine finds is not the slope."""
        if isinstance(seen, NodeSight) and seen.is_cut:
            return Doubt("note", f"{said} What was read out of a Node, or passed through "
                                 "`stop_gradient`, is constant to the engine.")
        drawn = self.picture if isinstance(self.picture, Picture) else None
        blame = wrong_operation(seen, drawn) if isinstance(seen, NodeSight) else None
        if blame:
            return Doubt("problem", f"{said} In your operation `{blame.label}` the local gradient "
                         f"is {apart(blame.got, blame.expected)[0]} where its slope is "
                         f"{apart(blame.got, blame.expected)[1]}.", blame.line, blame.node)
        if isinstance(seen, NodeSight) and rounds_away(seen):
            return Doubt("note", f"{said} Numbers of very different size are added here, and the "
                                 "smaller is rounded away: the slope is that of the rounded "
                                 "numbers, the gradient that of exact ones.")
        if self._is_rounding(seen, wrong):
            return Doubt("note", f"{said} Nearly equal numbers are subtracted on the way, so that "
                                 "the gradient consists of their last digits, which are rounded.")
        compared = isinstance(seen, NodeSight) and (seen.guarded or seen.is_constant)
        if compared and all(map(self._is_right_beside, wrong)):
            return self._of_the_way_taken(said, wrong)
        return Doubt("ours", f"{said} One of the two is wrong, and the mistake is ours.")

    def _of_the_way_taken(self, said: str, wrong: list[int]) -> Doubt:
        """A gradient that is right on both sides of this very point."""
        kink = self.slopes[wrong[0]].estimate
        if kink.kink:
            left, right = _sides(kink)
            said += f" More exactly, it has a kink here: {left} on the left, {right} on the right."
        return Doubt("note", f"{said} Only at this very point the loss takes another way, as where "
                             "it asks whether two numbers are equal: the gradient is that of the "
                             "way taken.")

    def _by_ours(self) -> Sight | None:
        """What our engine sees; None where the loss raises with it."""
        try:
            return sight(self.loss, self.seen.point)
        except Exception:
            # Learners' code may ask for what only their engine has.
            return None

    def _is_rounding(self, ours: Sight, wrong: list[int]) -> bool:
        """Whether gradients are as far from the slopes as rounding alone may take them."""
        return isinstance(ours, NodeSight) and all(
            abs(self.seen.gradient[k] - self.slopes[k].estimate.slope)
            <= ROUNDINGS * rounding_of_gradient(ours, k) for k in wrong)

    def _is_right_beside(self, index: int) -> bool:
        """Whether a comparison alone parts the gradient from the slope: on both sides it is it."""
        seen, (slope, _, left, right, kink) = self.seen, self.slopes[index].estimate
        near = NEAR * max(abs(seen.gradient[index] - slope), BESIDE)
        step = BESIDE * max(1.0, abs(seen.point[index]))
        for shift, expected in ((-step, left if kink else slope), (step, right if kink else slope)):
            beside = list(seen.point)
            beside[index] += shift
            try:
                gradient = sight(self.loss, tuple(beside), self.engine).gradient[index]
            except Exception:
                # Learners' code may raise anything at another point.
                return False
            if not abs(gradient - expected) <= near:
                return False
        return True

    # Kinks and jumps

    def _of_shape(self) -> list[Doubt]:
        """What is to be said where there is no one slope."""
        doubts = []
        found = zip(self.loss.names, self.seen.gradient, self.slopes, strict=False)
        for name, gradient, slope in found:
            if slope.verdict == "jump":
                doubts.append(Doubt("note", f"In `{name}` the loss jumps here, so it has no slope. "
                                            "The gradient is that of the branch that was taken."))
            elif slope.verdict == "kink":
                left, right = _sides(slope.estimate)
                doubts.append(Doubt("note", f"In `{name}` the loss has a kink here: its slope is "
                                            f"{left} on the left and {right} on the right. "
                                            f"{_between(shown(gradient), left, right)}"))
        return doubts


def _same(one: Sight, other: Sight) -> bool:
    numbers = (one.value, *one.gradient), (other.value, *other.gradient)
    return all(map(same_value, *numbers))


def _accuse(said: str, whom: str, number: str, blame: Blame | None) -> Doubt:
    """A disagreement with the student's engine, and the node that is to blame."""
    if blame is None:
        return Doubt("problem", f"{said} Your nodes do not say enough of their parents and "
                                "operations to find the first wrong one.")
    got, expected = apart(blame.got, blame.expected)
    if blame.is_leaf and number == "gradient":
        return _accuse_a_use(said, blame)
    why = blame.why and f" {blame.why[0].upper()}{blame.why[1:]}"
    end = "" if not why or why.endswith("?") else "."
    return Doubt("problem", f"{said} {whom} is `{blame.label}`: its {number} is {got} and should "
                            f"be {expected}.{why}{end}", blame.line, blame.node)


_OF_A_USE = {
    "other": "sends back {sent} and should send {share}",
    "lost": "should send back {share}, which does not arrive",
    "alone": "sends back {share}, and nothing else arrives",
    "twice": "should send back {share}, which arrives twice",
    "early": "should send back {share}, and sends before all of its own gradient is there",
}


def _accuse_a_use(said: str, blame: Blame) -> Doubt:
    """A parameter's gradient is wrong: the use whose share of it is, or all uses."""
    use, got, expected = blame.use, *apart(blame.got, blame.expected)
    said = (f"{said} The first wrong gradient, going back from the loss, is that of the parameter "
            f"`{blame.label}`: {got}, and the shares of its uses add up to {expected}.")
    if use is None:
        where = f" It is used on {_lines(blame.lines)}." if blame.lines else ""
        return Doubt("problem", f"{said}{where}", next(iter(blame.lines), None), blame.node)
    sent, share = (shown(use.sent), shown(use.share)) if use.how != "other" else (
        apart(use.sent, use.share))
    where = f" on line {use.line}" if use.line else ""
    how = _OF_A_USE[use.how].format(sent=sent, share=share)
    return Doubt("problem", f"{said} Its use in `{use.label}`{where} {how}.", use.line, blame.node)


def _lines(lines: tuple[int, ...]) -> str:
    if len(lines) == 1:
        return f"line {lines[0]}"
    return f"the lines {', '.join(map(str, lines[:-1]))} and {lines[-1]}"


def _draws(loss: Loss) -> bool:
    """Whether the loss can see a source of random numbers of its own."""
    return any(isinstance(value, random.Random) for value in loss.globals.values())


def _listed(names: Iterable[str]) -> str:
    quoted = [f"`{name}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _sides(kink: Estimate) -> tuple[str, str]:
    """The slopes on both sides, with as many digits as are certain."""
    noise = kink.noise - abs(kink.right - kink.left) / 2
    digits = 12 if noise <= 0 else max(0, ceil(-log10(noise)))
    return shown(round(kink.left, digits)), shown(round(kink.right, digits))


def _between(gradient: str, left: str, right: str) -> str:
    if gradient in (left, right):
        return f"The gradient is that of the {'left' if gradient == left else 'right'} side."
    return f"The gradient, {gradient}, lies in between."


def _finite(number: float) -> float | None:
    return number if isfinite(number) else None
