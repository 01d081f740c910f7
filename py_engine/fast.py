"""The operations that losses are mostly made of, written out for speed: a reader may skip this.

Each does what `apply` does, for its own row of the table: it computes the value as floats do, makes
a handle for the end of the tape, and writes the operation there, with its local gradients. What is
not of the commonest kind is left to `apply`. A test holds each against it, record by record.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Protocol, overload

from .guarding import raised
from .node import ADD, DIV, MUL, POW, SUB, Node, Numeric, Result, apply, operate
from .pausing import follow
from .primitives import PRIMITIVES

recording = True
"""Whether no `no_grad` is open, in any thread or task: then nothing need be asked."""


def _switch(is_recording: bool) -> None:
    global recording  # one switch for all of them
    recording = is_recording


follow(_switch)


# Operators


def add(self: Node, other: Numeric) -> Node:
    tape, kind = self.tape, other.__class__
    cells = tape.cells
    if cells is None or not recording:
        return operate(ADD, self, other)
    node = Result()
    node.tape = tape
    node.position = len(cells)
    if kind is float:
        node._value = value = self._value + other
        cells += (0.0, "add", value, self.position, 1.0, other, None)
    elif (kind is Result or kind is Node) and other.tape is tape:
        node._value = value = self._value + other._value
        cells += (0.0, "add", value, self.position, 1.0, other.position, 1.0)
    else:
        return operate(ADD, self, other)
    return node


def radd(self: Node, other: Numeric) -> Node:
    tape = self.tape
    cells = tape.cells
    if cells is None or not recording or other.__class__ is not float:
        return operate(ADD, other, self)
    node = Result()
    node.tape = tape
    node.position = len(cells)
    node._value = value = other + self._value
    cells += (0.0, "add", value, other, None, self.position, 1.0)
    return node


def sub(self: Node, other: Numeric) -> Node:
    tape, kind = self.tape, other.__class__
    cells = tape.cells
    if cells is None or not recording:
        return operate(SUB, self, other)
    node = Result()
    node.tape = tape
    node.position = len(cells)
    if kind is float:
        node._value = value = self._value - other
        cells += (0.0, "sub", value, self.position, 1.0, other, None)
    elif (kind is Result or kind is Node) and other.tape is tape:
        node._value = value = self._value - other._value
        cells += (0.0, "sub", value, self.position, 1.0, other.position, -1.0)
    else:
        return operate(SUB, self, other)
    return node


def rsub(self: Node, other: Numeric) -> Node:
    tape = self.tape
    cells = tape.cells
    if cells is None or not recording or other.__class__ is not float:
        return operate(SUB, other, self)
    node = Result()
    node.tape = tape
    node.position = len(cells)
    node._value = value = other - self._value
    cells += (0.0, "sub", value, other, None, self.position, -1.0)
    return node


def mul(self: Node, other: Numeric) -> Node:
    tape, kind = self.tape, other.__class__
    cells = tape.cells
    if cells is None or not recording:
        return operate(MUL, self, other)
    node = Result()
    node.tape = tape
    node.position = len(cells)
    if kind is float:
        node._value = value = self._value * other
        cells += (0.0, "mul", value, self.position, other, other, None)
    elif (kind is Result or kind is Node) and other.tape is tape:
        node._value = value = self._value * other._value
        cells += (0.0, "mul", value, self.position, other._value, other.position, self._value)
    else:
        return operate(MUL, self, other)
    return node


def rmul(self: Node, other: Numeric) -> Node:
    tape = self.tape
    cells = tape.cells
    if cells is None or not recording or other.__class__ is not float:
        return operate(MUL, other, self)
    node = Result()
    node.tape = tape
    node.position = len(cells)
    node._value = value = other * self._value
    cells += (0.0, "mul", value, other, None, self.position, other)
    return node


def div(self: Node, other: Numeric) -> Node:
    tape, kind = self.tape, other.__class__
    cells = tape.cells
    if cells is None or not recording:
        return operate(DIV, self, other)
    node = Result()
    node.tape = tape
    node.position = len(cells)
    try:
        if kind is float:
            node._value = value = self._value / other
            cells += (0.0, "div", value, self.position, 1.0 / other, other, None)
        elif (kind is Result or kind is Node) and other.tape is tape:
            node._value = value = self._value / other._value
            by_self, by_other = 1.0 / other._value, -value / other._value
            cells += (0.0, "div", value, self.position, by_self, other.position, by_other)
        else:
            return operate(DIV, self, other)
    except ZeroDivisionError as error:
        raised(DIV, (self, other), error)
        raise
    return node


def power(self: Node, other: Numeric) -> Node:
    tape = self.tape
    cells = tape.cells
    if cells is None or not recording or other.__class__ is not int or other != 2:
        return operate(POW, self, other)
    node = Result()
    node.tape = tape
    node.position = len(cells)
    base = self._value
    try:
        node._value = value = base**2.0
    except OverflowError as error:
        raised(POW, (self, 2.0), error)
        raise
    cells += (0.0, "pow", value, self.position, 2.0 * base, 2.0, None)
    return node


# Functions of one number


class UnaryFunction(Protocol):
    """A function of one number: of a float it gives a float, of a Node a Node."""

    @overload
    def __call__(self, x: Node, /) -> Node: ...
    @overload
    def __call__(self, x: float, /) -> float: ...


def unary(name: str) -> UnaryFunction:
    """The function in this row of the table, which has one operand."""
    primitive = PRIMITIVES[name]
    value_at, slope_at = primitive.value, primitive.slope
    assert slope_at is not None, f"{name} has more than one operand"

    def function(x: Any, /) -> Any:
        kind = x.__class__
        if kind is float:
            return value_at(x)
        if (kind is not Result and kind is not Node) or not recording:
            return apply(primitive, x)
        tape = x.tape
        cells = tape.cells
        if cells is None:
            return apply(primitive, x)
        node = Result()
        node.tape = tape
        node.position = len(cells)
        try:
            node._value = value = value_at(x._value)
        except Exception as error:
            raised(primitive, (x,), error)
            raise
        cells += (0.0, name, value, x.position, slope_at(value, x._value), None, None)
        return node

    function.__name__ = function.__qualname__ = name
    function.__doc__ = primitive.about
    return function


@overload
def sqrt(x: Node, /) -> Node: ...
@overload
def sqrt(x: float, /) -> float: ...
def sqrt(x: Any, /) -> Any:
    """The square root; its gradient at 0 is an error: see hypot."""
    kind = x.__class__
    if kind is float:
        return math.sqrt(x)
    if (kind is not Result and kind is not Node) or not recording:
        return apply(SQRT, x)
    tape = x.tape
    cells = tape.cells
    if cells is None:
        return apply(SQRT, x)
    node = Result()
    node.tape = tape
    node.position = len(cells)
    try:
        node._value = root = math.sqrt(x._value)
    except ValueError as error:
        raised(SQRT, (x,), error)
        raise
    cells += (0.0, "sqrt", root, x.position, 0.5 / root if root else math.inf, None, None)
    return node


SQRT = PRIMITIVES["sqrt"]
OPERATORS: dict[str, Callable[..., Node]] = {
    "__add__": add,
    "__radd__": radd,
    "__sub__": sub,
    "__rsub__": rsub,
    "__mul__": mul,
    "__rmul__": rmul,
    "__truediv__": div,
    "__pow__": power,
    "__neg__": unary("neg"),
    "__abs__": unary("abs"),
}
"""What takes the place of the plain ones."""
for _name, _operator in OPERATORS.items():
    setattr(Node, _name, _operator)
