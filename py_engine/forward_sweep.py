"""The forward sweep over a tape: how results move while what they come from moves.

It goes from the sources on, in the order in which the operations happened: what a result moves by,
its tangent, is the sum over its operands of local gradient times tangent. Tangents are kept here,
apart from the nodes, so that those of one sweep are never taken for those of another.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from math import isfinite
from typing import Any

from .joining import NO_TAPE, common_tape, current_tape
from .node import Node
from .recorded_sweep import Number, term_of, value_of
from .tape import D_LEFT, D_RIGHT, LEFT, OP, REST, RIGHT, WIDTH, Tape

Tangents = dict[int, Any]
"""By position. What is not there stands still, which is more than to have the tangent 0.0: an
infinite slope by it does not matter."""


def tangents(
    results: Sequence[Any], sources: Sequence[Node], direction: Sequence[Any], *, as_nodes: bool
) -> tuple[Number, ...]:
    """How results move while the sources move in a direction; floats, unless they are to be Nodes.

    Raises GradientError if that is not finite.
    """
    moving = {k: move for k, move in enumerate(direction) if isinstance(move, Node) or move}
    written = [x for x in results if isinstance(x, Node) and current_tape(x) is not NO_TAPE]
    if not (written and moving):
        return (0.0,) * len(results)
    nodes = [*written, *sources, *direction]
    tape = common_tape([x for x in nodes if isinstance(x, Node)])
    start = {sources[k].position: move for k, move in moving.items()}
    ends = [x.position if isinstance(x, Node) and current_tape(x) is tape else -1 for x in results]
    reached = {end for end in ends if end >= 0}
    found = _recorded(tape, start, reached) if as_nodes else _quick(tape, start, reached)
    return tuple([found.get(end, 0.0) for end in ends])


def _quick(tape: Tape, start: Tangents, ends: set[int]) -> Tangents:
    """The sweep in numbers."""
    moved = dict(start)
    records = zip(*[iter(tape.cells[min(start) : max(ends) + WIDTH])] * WIDTH, strict=True)
    for position, record in zip(count(min(start), WIDTH), records, strict=False):
        left, d_left, right, d_right = record[LEFT:]
        if d_left is not None and left in moved:
            moved[position] = d_left * moved[left]
            if d_right is not None and right in moved:
                moved[position] += d_right * moved[right]
        elif d_right is not None and right in moved:
            moved[position] = d_right * moved[right]
    if all(isfinite(moved.get(end, 0.0)) for end in ends):
        return moved
    return {at: value_of(tangent) for at, tangent in _recorded(tape, start, ends).items()}


def _recorded(tape: Tape, start: Tangents, ends: set[int]) -> Tangents:
    """The sweep in Nodes, over those records alone that lead to the results."""
    moved, leading = dict(start), _leading(tape, min(start), ends)
    for position in range(min(start), max(ends) + WIDTH, WIDTH):
        if position not in leading or position in start or tape.cells[position + OP] == REST:
            continue
        operation = tape.operation(position)
        for slot, operand in enumerate(operation.operands):
            local = operation.local_gradients[slot]
            if local is None or operand not in moved:
                continue
            tangent, so_far = moved[int(operand)], moved.get(position)
            term = term_of(tape, operation, slot, local, tangent)
            moved[position] = received = term if so_far is None else so_far + term
            if not isfinite(value_of(received)):
                raise tape.birth(position, local, value_of(tangent))
    return moved


def _leading(tape: Tape, start: int, ends: set[int]) -> set[int]:
    """The positions, from `start` on, from which a gradient flows to a result, themselves among."""
    found, cells = set(ends), tape.cells
    for position in range(max(ends), start - WIDTH, -WIDTH):
        if position in found:
            for place, local in ((LEFT, D_LEFT), (RIGHT, D_RIGHT)):
                if cells[position + local] is not None:
                    found.add(cells[position + place])
    return found
