r"""Derivation: the chain rule written out for a rolled program, as one writes it by hand.

First every intermediate result gets a name: the learner's own where the code has one, else I_x,
g_x, ... for what depends on x alone, and M, P, ... for what depends on several parameters. Then
each gets its local derivatives. Then, from the loss back to each parameter, the product of the
local derivatives along the way, factor by factor; where a result is used more than once, the sum
over its uses; and where a parameter is used in every repetition of a loop, the sum over i.

    L = \frac{1}{N} \sum_{i=1}^{N} L_i          I_x = x_i - x, ...
    dL/dx = -\frac{1}{N} \sum_{i=1}^{N} \frac{I_x}{L_i}

The formulas are kept as data, so that `gradient` can put numbers into them: a test
compares those with the gradient of the engine.
"""

from __future__ import annotations

from ..jit.links import Linked
from ..jit.program import GUARDS
from ..jit.roll import walk
from .model import Derivation, Irregular, Line
from .numbers import gradient
from .writer import Writer

__all__ = ["Derivation", "Line", "derivation", "gradient"]

MOST_STEPS = 40
MOST_INPUTS = 12


def derivation(linked: Linked) -> Derivation | None:
    """The derivation of a linked program; None for one too long to be read, or too irregular."""
    steps = [step for step in walk(linked.rolled.block) if step.op not in GUARDS]
    if len(steps) > MOST_STEPS or not steps or len(linked.rolled.program.names) > MOST_INPUTS:
        return None
    try:
        return Writer(linked, steps).write()
    except Irregular:
        return None


