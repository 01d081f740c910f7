"""Tangents: of a kernel that computes a gradient, one that computes how that gradient moves.

While the inputs move in a direction, all that is computed from them moves along. By how much is its
tangent, and each statement has one too: with `name = value` goes that the tangent of `name` is the
tangent of `value`, by the table of derivatives. This is forward mode over reverse mode. In the
directions of the axes a gradient moves by the rows of the Hessian, and in any other one by the
Hessian's product with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ..primitives import BUILT_IN, PRIMITIVES
from .expressions import (
    ZERO,
    Add,
    AddAt,
    Clear,
    Expression,
    Finite,
    For,
    Kernel,
    Raises,
    Require,
    Set,
    Statement,
    Store,
    drop_unused,
    expressions_of,
    is_exact,
    mul,
    plus,
    reads,
    scaled,
    split,
    statements_in,
    target_of,
)
from .inlining import QUIET, operations_of
from .links import Index, Linked
from .lower import lower
from .rules import mentions, pick, received
from .soundness import verify
from .wasm_code import NotCompilable

Direction = Mapping[str, Expression]
"""The tangent of each input."""
Tangents = list[Expression]
"""One for each direction; 0.0 where nothing moves."""


def hessian_kernel(linked: Linked, *, wasm: bool) -> Kernel:
    """The value; the gradient, and the Hessian, column by column.

    Raises Unsupported as `lower` does, and NotCompilable.
    """
    kernel = lower(linked, gradient=True, wasm=wasm, keeps_stops=True)
    inputs = range(len(kernel.inputs))
    axes = [{f"x{k}": float(k == axis) for k in inputs} for axis in inputs]
    return with_tangents(kernel, axes)


def product_kernel(linked: Linked, *, wasm: bool) -> Kernel:
    """The value; the gradient, and the Hessian times a direction, which is given after the point.

    Raises what `hessian_kernel` raises.
    """
    kernel = lower(linked, gradient=True, wasm=wasm, keeps_stops=True)
    inputs = range(len(kernel.inputs))
    kernel.inputs += tuple([f"d_{name}" for name in kernel.inputs])
    direction = {f"x{k}": f"x{len(inputs) + k}" for k in inputs}
    return with_tangents(kernel, [direction])


def with_tangents(kernel: Kernel, directions: Sequence[Direction]) -> Kernel:
    """The kernel, whose gradient is followed by how it moves in one direction after the other.

    Raises Unsupported and NotCompilable.
    """
    return _Moving(kernel, directions).kernel()


def tangent_name(direction: int, name: str) -> str:
    """What the tangent of a variable or an array is called, in one of the directions."""
    return f"t{direction}~{name}"


class _Moving:
    """Writes a kernel anew, with the tangents of each statement beside it.

    `known` are the variables that hold an expression for now, so that none is computed twice, and
    `readers` the expressions among them that change with a variable. `steady` are the tangents that
    are numbers.
    """

    def __init__(self, kernel: Kernel, directions: Sequence[Direction]) -> None:
        self.old = kernel
        self.directions = directions
        self.moving = [_moving(kernel, direction) for direction in directions]
        self.body: list[Statement] = []
        self.known: dict[Expression, str] = {}
        self.readers: dict[str, list[Expression]] = {}
        self.temporaries = 0
        writes = map(target_of, statements_in(kernel.body))
        self.set_once = {name for name, times in Counter(writes).items() if times == 1}
        self.steady: dict[str, float] = {}
        self.ways: list[tuple[str, Expression, Expression, int]] = []

    def kernel(self) -> Kernel:
        """The new kernel."""
        old = self.old
        self._begin()
        self._block(old.body)
        pairs = [self._pair(gradient) for gradient in old.gradient or []]
        outputs = [gradient for gradient, _tangents in pairs]
        for direction in range(len(self.directions)):
            outputs += [tangents[direction] for _gradient, tangents in pairs]
        arrays = old.arrays | {
            tangent_name(direction, name): size
            for direction, moving in enumerate(self.moving)
            for name, size in old.arrays.items() if name in moving
        }
        kernel = Kernel(
            old.inputs, self.body, old.value, outputs, arrays, old.columns, old.catches
        )
        verify(kernel)
        return drop_unused(kernel)

    def _begin(self) -> None:
        """Where the inputs are in an array, so are their tangents."""
        if "p" in self.old.arrays:
            for number, direction in enumerate(self.directions):
                name = tangent_name(number, "p")
                self.body += [Store(name, Index(k, ()), move)
                              for k, move in enumerate(direction.values())]

    # Statements

    def _block(self, body: Sequence[Statement]) -> None:
        for statement in body:
            match statement:
                case Set():
                    self._set(statement)
                case Add() | Store() | AddAt():
                    value, tangents = self._pair(statement.value)
                    self._beside(statement, tangents)
                    self._emit(_like(statement, _target(statement), value))
                case Clear():
                    self._beside(statement, [0.0] * len(self.directions))
                    self._emit(statement)
                case For():
                    self._loop(statement)
                case Require() | Raises() | Finite():
                    self._emit(statement)

    def _loop(self, loop: For) -> None:
        outer, self.body = self.body, []
        self._forget()
        self._block(loop.body)
        self._forget()
        outer.append(For(loop.loop, self.body, loop.reverse))
        self.body = outer

    def _set(self, statement: Set) -> None:
        """A variable that is set anew comes first: its tangents may be said by its value."""
        name, value = statement.name, statement.value
        if name in reads(value) or not _is_operation(value):
            value, tangents = self._pair(value)
            self._beside(statement, tangents)
            self._emit(Set(name, value))
        else:
            self._beside(statement, self._operation(value, name=name)[1])

    def _beside(self, statement: Statement, tangents: Tangents) -> None:
        """The same statement for the tangents of what it changes."""
        target = _target(statement)
        for direction, tangent in enumerate(tangents):
            name = tangent_name(direction, target)
            if isinstance(tangent, float) and isinstance(statement, Set) and (
                target in self.set_once
            ):
                self.steady[name] = tangent
            elif target in self.moving[direction]:
                self._emit(_like(statement, name, tangent))

    def _emit(self, statement: Statement) -> None:
        """Append it. What was computed from that which it changes is not known any more."""
        self.body.append(statement)
        for value in self.readers.pop(target_of(statement) or "", ()):
            self.known.pop(value, None)

    def _know(self, value: Expression, name: str) -> None:
        if value not in self.known:
            self.known[value] = name
            for each in {name, *reads(value)}:
                self.readers.setdefault(each, []).append(value)

    def _forget(self) -> None:
        self.known, self.readers = {}, {}

    # Expressions

    def _pair(self, value: Expression) -> tuple[Expression, Tangents]:
        """An expression, and its tangents."""
        if _is_operation(value):
            return self._operation(value)
        if not isinstance(value, str | tuple) or value == ZERO:
            return value, [0.0] * len(self.directions)
        name = value if isinstance(value, str) else value[1]
        tangents: Tangents = []
        for number, (direction, moving) in enumerate(
            zip(self.directions, self.moving, strict=True)
        ):
            own: Expression = tangent_name(number, name) if name in moving else 0.0
            own = self.steady.get(own, own)
            is_element = isinstance(value, tuple) and name in moving
            tangents.append(("load", own, value[2]) if is_element else direction.get(name, own))
        return value, tangents

    def _operation(self, value: Expression, *, name: str = "") -> tuple[Expression, Tangents]:
        """The same for an operation, whose result is to be called `name` if that is given."""
        op, *arguments = value
        if op == "if":
            result, tangents = self._choice(arguments)
            return self._called(result, name), tangents
        first = 2 if op == "slope" else 0
        pairs = [self._pair(argument) for argument in arguments[first:]]
        if op == "stop_gradient":
            return self._called(pairs[0][0], name), [0.0] * len(self.directions)
        if not any(tangent != 0.0 for _operand, tangents in pairs for tangent in tangents):
            result = (op, *arguments[:first], *[operand for operand, _tangents in pairs])
            return self._called(result, name), [0.0] * len(self.directions)
        if op not in BUILT_IN:
            raise NotCompilable(
                f"{arguments[0] if first else op} is a primitive of your own: how its derivatives "
                "change is not known to the compiler.")
        operands = [self._variable(operand) for operand, _tangents in pairs]
        moves = [[self._variable(t) for t in tangents] for _operand, tangents in pairs]
        result = self._called((op, *operands), name)
        if any(mentions(formula, "v") for formula in PRIMITIVES[op].derivatives):
            result = self._variable(result)
        return result, self._tangents(op, result, operands, moves)

    def _choice(self, parts: list[Any]) -> tuple[Expression, Tangents]:
        test, *sides = parts[:3]
        left, right = [self._variable(self._pair(side)[0]) for side in sides]
        pairs = []
        for place, way in enumerate(parts[3:]):
            self.ways.append((test, left, right, place))
            pairs.append(self._pair(way))
            self.ways.pop()
        (then, moved_then), (other, moved_other) = pairs
        return pick(test, left, right, then, other), [
            pick(test, left, right, *ways) if any(way != 0.0 for way in ways) else 0.0
            for ways in zip(moved_then, moved_other, strict=True)
        ]

    def _tangents(
        self, op: str, result: Expression, operands: list[Expression], moves: Sequence[Tangents]
    ) -> Tangents:
        """The sum over the operands of derivative times tangent, in each direction."""
        found: Tangents = [0.0] * len(self.directions)
        for slot, (moved, formula) in enumerate(
            zip(moves, PRIMITIVES[op].derivatives, strict=False)
        ):
            directions = [number for number, move in enumerate(moved) if move != 0.0]
            flows = not mentions(formula, None)  # on either way of a choice
            if flows and directions:
                slope = self._variable(received(op, 1.0, result, operands)[slot])
            for number in directions:
                move = moved[number]
                term = mul(slope, move) if flows else received(op, move, result, operands)[slot]
                found[number] = plus(found[number], 0.0 if term is None else term)
        return found

    def _called(self, value: Expression, name: str) -> Expression:
        """The expression, or its new variable."""
        if not name:
            return value
        self._emit(Set(name, value))
        if isinstance(value, tuple):
            self._know(value, name)
        return name

    def _variable(self, value: Expression) -> Expression:
        """An expression that may be repeated at no cost: an operation is put into a variable."""
        factor, rest = split(value)
        if not _is_operation(rest):
            return value
        if not is_exact(factor):
            factor, rest = 1.0, value
        rest = self._on_its_way(rest)
        if rest not in self.known:
            self.temporaries += 1
            name = f"w{self.temporaries}"
            self.body.append(Set(name, rest))
            self._know(rest, name)
        return scaled(factor, self.known[rest])


    def _on_its_way(self, value: Expression) -> Expression:
        """The expression; 0 elsewhere, if it may be computed on one way of a choice alone."""
        if QUIET.issuperset(operations_of(value)):
            return value
        for test, left, right, place in reversed(self.ways):
            value = pick(test, left, right, *((0.0, value) if place else (value, 0.0)))
        return value


def _moving(kernel: Kernel, direction: Direction) -> set[str]:
    """The variables and arrays that may move when the inputs do."""
    inputs = {name for name, move in direction.items() if move != 0.0}
    moving: set[str] = {"p"} if "p" in kernel.arrays else set()
    writes = [(target, [*_reads_of(statement)]) for statement in statements_in(kernel.body)
              if (target := target_of(statement)) is not None]
    before = -1
    while len(moving) > before:  # round and round the loops
        before = len(moving)
        moving |= {target for target, names in writes
                   if any(name in moving or name in inputs for name in names)}
    return moving


def _reads_of(statement: Statement) -> Iterator[str]:
    for expression in expressions_of(statement):
        yield from reads(expression)


def _is_operation(value: Expression) -> bool:
    return isinstance(value, tuple) and value[0] != "load" and value != ZERO


def _target(statement: Statement) -> str:
    target = target_of(statement)
    assert target is not None
    return target


def _like(statement: Statement, target: str, value: Expression) -> Statement:
    """The statement, with another target and value."""
    match statement:
        case Add(_, _, sign):
            value, turn = _signed(value)
            return Add(target, value, sign * turn)
        case Store(_, index, _):
            return Store(target, index, value)
        case AddAt(_, index, _, sign):
            value, turn = _signed(value)
            return AddAt(target, index, value, sign * turn)
        case Clear():
            return Clear(target)
    return Set(target, value)


def _signed(value: Expression) -> tuple[Expression, int]:
    """An expression without its minus, and that as a sign."""
    factor, rest = split(value)
    return (scaled(-factor, rest), -1) if rest is not None and factor < 0.0 else (value, 1)
