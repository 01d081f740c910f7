r"""Derivation: the chain rule written out for a rolled program, as one writes it by hand.

First every intermediate result gets a name: the learner's own where the code has one, else I_x,
g_x, ... for what depends on x alone, and M, P, ... for what depends on several parameters. Then
each gets its local derivatives. Then, from the loss back to each parameter, the product of the
local derivatives along the way, factor by factor; where a result is used more than once, the sum
over its uses; and where a parameter is used in every repetition of a loop, the sum over i.

    L = \frac{1}{N} \sum_{i=1}^{N} L_i          I_x = x_i - x, ...
    dL/dx = -\frac{1}{N} \sum_{i=1}^{N} \frac{I_x}{L_i}

    >>> derivation(lambda x=2.0: x**2).lines[-1].tex
    '\\frac{\\partial L}{\\partial x} = 2 \\, x'

In a notebook it shows as formulas. They are kept as data, so that `gradient` can put numbers into
them: a test compares those with the gradient of the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ..errors import OperandError
from ..jit.links import Linked
from ..jit.program import GUARDS
from ..jit.roll import walk
from ..jit.trace import NotTraceable, trace
from ..jit.variant import build
from ..jit.wasm_code import NotCompilable
from .model import Derivation, Irregular, Line
from .numbers import gradient
from .writer import Writer

__all__ = ["Derivation", "Line", "derivation", "gradient"]

MOST_STEPS = 40
MOST_INPUTS = 12


def derivation(f: Linked | Callable[..., Any], *point: float) -> Derivation | None:
    """The derivation of a function, as it is at a point; None if it is too long to be read.

    Without a point, that of the parameters' defaults is taken. It may be a program that is linked.
    None also for one that is too irregular; raises OperandError for what leaves no program, and
    what `f` raises.
    """
    linked = f if isinstance(f, Linked) else _linked(f, point)
    steps = [step for step in walk(linked.rolled.block) if step.op not in GUARDS]
    if len(steps) > MOST_STEPS or not steps or len(linked.rolled.program.names) > MOST_INPUTS:
        return None
    try:
        return Writer(linked, steps).write()
    except Irregular:
        return None


def _linked(f: Callable[..., Any], point: Sequence[float]) -> Linked:
    try:
        return build(trace(f, point or getattr(f, "__defaults__", None) or (), annotate=True))
    except (NotTraceable, NotCompilable) as refusal:
        raise OperandError(
            str(refusal), "Write it with Nodes alone, and give a point: derivation(f, 0.3, 0.4).",
            operand=f,
        ) from refusal
