"""An independent witness: the learner's function on plain floats, beside the gradient of a sight.

It shares nothing with what it judges: no tape, no compiled code, none of our derivatives. A slope
that is found from values alone has a noise of its own, and only beyond that it contradicts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isinf, isnan
from typing import Literal

from classroom.run.workshop import Loss
from classroom.sight.evaluation import Sight
from py_engine.gradcheck import Estimate, estimate_slope

Verdict = Literal["agrees", "differs", "kink", "jump", "none"]
SAME_VALUE = 1e-9
MARGIN = 2.0
LAST_DIGITS = 1e-10


@dataclass(frozen=True)
class Slope:
    """What the witness says of one parameter.

    agrees    the gradient is the slope, or lies within its noise
    differs   it does not
    kink      the slope changes here, and the gradient is one of those from left to right
    jump      the loss jumps here, so that it has no slope
    none      the loss has no value nearby
    """

    estimate: Estimate
    verdict: Verdict


def slopes(loss: Loss, seen: Sight) -> Iterator[Slope]:
    """The slope in each parameter at the point of this sight, one after the other."""
    def value(*nearby: float) -> float:
        return loss.value(nearby)

    for index, gradient in enumerate(seen.gradient):
        estimate = estimate_slope(value, seen.point, index)
        yield Slope(estimate, _verdict(estimate, gradient))


def _verdict(estimate: Estimate, gradient: float) -> Verdict:
    if estimate.jump:
        return "jump"
    if isnan(estimate.slope):
        return "none"
    if contradicts(estimate, gradient):
        return "differs"
    return "kink" if estimate.kink else "agrees"


def contradicts(estimate: Estimate, gradient: float) -> bool:
    """Whether a gradient is further from the slope than its noise; never where there is none."""
    # At a kink the noise reaches from the slope on one side to that on the other.
    margin = 1.0 if estimate.kink else MARGIN
    allowed = margin * estimate.noise + LAST_DIGITS * max(abs(gradient), abs(estimate.slope))
    return abs(gradient - estimate.slope) > allowed


def same_value(one: float, other: float) -> bool:
    """Whether two evaluations gave the same, but for rounding; no value is the same as none."""
    if isnan(one) or isnan(other) or isinf(one) or isinf(other):
        return isnan(one) and isnan(other)
    return abs(one - other) <= SAME_VALUE * max(1.0, abs(one), abs(other))
