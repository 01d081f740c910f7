"""A backward sweep that is recorded itself, so that a gradient has a gradient in its turn.

The quick sweep of tape.py multiplies numbers. This one multiplies nodes: the derivative of an
operation is its formula in the table of primitives, computed with the operands as they stand on the
tape, and so it is written there, with all that is added up of it. It goes over those records alone
through which the sources lead to the result.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from math import isfinite, nan
from typing import Any

from .formulas import NAMES, Formula, evaluate
from .handle import Handle, handle_on, result_on
from .joining import current_tape
from .node import Node, Result, apply
from .pausing import recorded
from .primitives import PRIMITIVES, UNKNOWN, Primitive
from .tape import D_LEFT, D_RIGHT, LEFT, RIGHT, WIDTH, Operation, Tape

Number = Node | float


def add_recorded(result: Handle) -> None:
    """Add the gradient of a result to the `.grad` of its leaves, as Nodes."""
    tape, end = current_tape(result), result.position
    held = [(at, leaf) for at, ref in tape.leaves if (leaf := ref()) is not None]
    with recorded():
        gradient = _recorded_sweep(tape, end, [at for at, _leaf in held])
        for (_at, leaf), received in zip(held, gradient, strict=True):
            if not isinstance(received, Node):
                received = _constant(current_tape(result), received)
            leaf._leaf.gradient = received + leaf._leaf.gradient


def _constant(tape: Tape, number: float) -> Node:
    """A number on a tape, as a Node: its gradient by whatever is there is 0."""
    return result_on(tape, tape.write("add", number, (number, 0.0), (None, None)), Result)


def recorded_gradient(result: Node, sources: Sequence[Node]) -> tuple[Number, ...]:
    """The gradient of a result by nodes: nodes in turn, or floats where nothing else matters.

    Raises GradientError if it is not finite.
    """
    tape = current_tape(result)
    places = [source.position if current_tape(source) is tape else -1 for source in sources]
    gradient = _recorded_sweep(tape, result.position, places)
    return tuple([handle_on(current_tape(x), x.position, Result) if isinstance(x, Node) else x
                  for x in gradient])


def _recorded_sweep(tape: Tape, end: int, places: Sequence[int]) -> tuple[Number, ...]:
    """The same of the result at `end`, by what stands at these places."""
    leading = _leading(tape, set(places), end)
    adjoints: dict[int, Number] = {end: 1.0}
    for position in range(end, min(leading, default=end) - WIDTH, -WIDTH):
        if position not in adjoints or position not in leading:
            continue
        adjoint, operation = adjoints[position], tape.operation(position)
        for slot, operand in enumerate(operation.operands):
            local = operation.local_gradients[slot]
            if local is None or operand not in leading:
                continue
            term = term_of(tape, operation, slot, local, adjoint)
            so_far = adjoints.get(int(operand))
            adjoints[int(operand)] = received = term if so_far is None else so_far + term
            if not isfinite(value_of(received)):
                raise tape.birth(position, local, value_of(adjoint))
    return tuple([adjoints.get(place, 0.0) for place in places])


def _leading(tape: Tape, sources: set[int], end: int) -> set[int]:
    """The positions from which the sources can be reached, themselves among them."""
    found = {place for place in sources if 0 <= place <= end}
    if not found:
        return found
    cells = tape.cells
    for position in range(min(found), end + WIDTH, WIDTH):
        for place, local in ((LEFT, D_LEFT), (RIGHT, D_RIGHT)):
            if cells[position + local] is not None and cells[position + place] in found:
                found.add(position)
    return found


def value_of(x: Number) -> float:
    """The number of a number."""
    return x._value if isinstance(x, Node) else x


def term_of(tape: Tape, done: Operation, slot: int, local: float, other: Number) -> Number:
    """A derivative times an adjoint, or a tangent: what the quick sweep has in numbers."""
    if not isfinite(local):
        return local * value_of(other)
    slope = _slope(tape, done, slot, local)
    if not isinstance(slope, Node) and slope == 1.0:
        return other
    return slope if not isinstance(other, Node) and other == 1.0 else slope * other


def _slope(tape: Tape, done: Operation, slot: int, local: float) -> Number:
    """The derivative by an operand, computed with nodes; its number is the one on the tape."""
    row = PRIMITIVES.get(done.op)
    named: Sequence[float] = done.operands
    if row and not row.own:
        formula = formula_by(row, slot, len(named))
        if is_level(formula):
            return local
        if len(named) > len(row.derivatives):
            named = [named[slot]]
    operands = [result_on(tape, x, Result) if isinstance(x, int) else x for x in named]
    slope: Any = None
    try:
        if row and row.own:
            slope = row.own[slot](*operands)
        elif row:
            quantities: dict[str, Any] = dict(zip(NAMES, operands, strict=False))
            quantities["v"] = result_on(tape, done.position, Result)
            slope = evaluate(formula, quantities, FUNCTIONS)
    except (ArithmeticError, ValueError):
        pass  # the number was chosen, and has no formula
    if isinstance(slope, Node | float) and value_of(slope) == local:
        return slope
    return _without_derivative(done.op, local, operands)


def formula_by(row: Primitive, slot: int, operands: int) -> Formula:
    """The formula of a derivative.

    A row that was given more operands than it has formulas for treats all of them alike: what
    holds for the first, as "a", holds for each.
    """
    return row.derivatives[slot if operands <= len(row.derivatives) else 0]


def is_level(formula: Formula) -> bool:
    """Whether a derivative is the same all around, but where it jumps."""
    if isinstance(formula, tuple) and formula[0] == "if":
        return all(map(is_level, formula[4:]))
    return formula is None or isinstance(formula, float)


def _without_derivative(op: str, number: float, operands: Sequence[Any]) -> Number:
    """A number of which no more is known: who asks for its gradient is told so."""
    row = Primitive(
        f"the slope of {op}",
        lambda *_operands: number,
        (UNKNOWN,) * len(operands),
        lambda _value, *_operands: (nan,) * len(operands),
    )
    return apply(row, *operands)


OPERATORS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "floordiv": operator.floordiv,
    "mod": operator.mod,
    "neg": operator.neg,
    "pow": operator.pow,
}


class Functions(dict[str, Callable[..., Any]]):
    """The rows of the table as functions of nodes, each made when it is first asked for."""

    def __missing__(self, op: str) -> Callable[..., Any]:
        row = PRIMITIVES[op]
        self[op] = function = lambda *operands: apply(row, *operands)
        return function


FUNCTIONS = Functions(OPERATORS)
