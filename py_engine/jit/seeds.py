"""Seeds: gradients that are the same wherever the loss is evaluated.

The gradient of a mean by its sum is 1/N, whatever the point. Where such a gradient is known before
anything is computed, the loop of the sum can run forward and backward at once.
"""

from __future__ import annotations

from typing import Any

from . import rules
from .carries import Flow
from .expressions import Expression
from .links import Input, Last, Link, Same
from .roll import Loop, Step

Key = Any


def key_of(link: Same | Last | Input) -> Key:
    if isinstance(link, Same):
        return link.step
    if isinstance(link, Last):
        return (link.step, link.loop)
    return link.index.constant


def constant_seeds(flow: Flow) -> dict[Key, float | None]:
    """The gradients of values at the top that do not depend on where the loss is evaluated.

    They follow from the output through sums and multiples by constants. None: it depends.
    """
    seeds: dict[Key, float | None] = {}

    def send(link: Link, gradient: Expression | None) -> None:
        if isinstance(link, Same | Last):
            known = seeds.get(key_of(link), 0.0)
            constant = isinstance(gradient, float) and gradient != 0.0 and known is not None
            seeds[key_of(link)] = known + gradient if constant else None  # type: ignore[operator]

    send(flow.linked.output, 1.0)
    for item in reversed(flow.linked.rolled.block):
        if isinstance(item, Loop):
            for target in flow.outer_targets(item):
                send(target, None)
            for carry in flow.carries[item]:
                known = seeds.get((carry.step, item), 0.0)
                send(carry.initial, known if carry.pure else None)
        elif item in seeds:
            links = flow.operands[item]
            for link, term in zip(links, _linear(item, seeds[item], links), strict=False):
                send(link, term)
    return seeds


def _linear(step: Step, gradient: float | None, links: list[Link]) -> rules.Received:
    """What the operands of a linear step receive; None where it depends on their values."""
    unknown: rules.Received = (None,) * len(links)
    if gradient is None:
        return unknown
    if step.op in ("add", "sub", "neg"):
        return rules.received(step.op, gradient, 0.0, [0.0] * len(links))
    operands = [link if isinstance(link, float) else "?" for link in links]
    if step.op == "mul" and operands.count("?") == 1:
        return rules.received("mul", gradient, 0.0, operands)
    if step.op == "div" and isinstance(operands[1], float):
        return rules.received("div", gradient, "?", operands)
    return unknown
