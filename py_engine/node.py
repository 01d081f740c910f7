"""Node: a handle on a tape, with all that one can do with numbers.

The operators that losses are made of, and functions of one number, are written out for speed.
Everything else goes through `apply`, which does the same for any row of the table of primitives.
"""

from __future__ import annotations

import math
import operator
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from numbers import Real
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, overload

from .errors import OperandError
from .handle import Handle, handle_on, number
from .joining import common_tape, enter, look_at
from .primitives import PRIMITIVES, Primitive
from .tape import Tape

Numeric = Any
"""A Node, or a real number of any kind. Operators decline other things as Python asks for it."""

recording = True


class Node(Handle):
    """A number that remembers how it was computed, and can find its gradient.

    >>> x = Node(3.0, name="x")
    >>> y = x * x + 2.0
    >>> y.backward()
    >>> y.value, x.grad
    (11.0, 6.0)

    `Node(value)` makes a leaf; operations make the others. Nodes do not change: `x += 1` makes x
    the name of another node. Raises OperandError, a TypeError, for anything but a real number.
    """

    __slots__ = ()
    __array_ufunc__ = None  # numpy leaves `numpy_number * node` to the node

    # Arithmetic. Each operator computes the value as floats do, makes a handle for the end of the
    # tape, and writes the operation there, with its local gradients.

    def __add__(self, other: Numeric) -> Node:
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

    def __radd__(self, other: Numeric) -> Node:
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

    def __sub__(self, other: Numeric) -> Node:
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

    def __rsub__(self, other: Numeric) -> Node:
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

    def __mul__(self, other: Numeric) -> Node:
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

    def __rmul__(self, other: Numeric) -> Node:
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

    def __truediv__(self, other: Numeric) -> Node:
        tape, kind = self.tape, other.__class__
        cells = tape.cells
        if cells is None or not recording:
            return operate(DIV, self, other)
        node = Result()
        node.tape = tape
        node.position = len(cells)
        if kind is float:
            node._value = value = self._value / other
            cells += (0.0, "div", value, self.position, 1.0 / other, other, None)
        elif (kind is Result or kind is Node) and other.tape is tape:
            node._value = value = self._value / other._value
            by_self, by_other = 1.0 / other._value, -value / other._value
            cells += (0.0, "div", value, self.position, by_self, other.position, by_other)
        else:
            return operate(DIV, self, other)
        return node

    def __rtruediv__(self, other: Numeric) -> Node:
        return operate(DIV, other, self)

    def __pow__(self, other: Numeric) -> Node:
        tape = self.tape
        cells = tape.cells
        if cells is None or not recording or other.__class__ is not int or other != 2:
            return operate(POW, self, other)
        node = Result()
        node.tape = tape
        node.position = len(cells)
        base = self._value
        node._value = value = base**2.0
        cells += (0.0, "pow", value, self.position, 2.0 * base, 2.0, None)
        return node

    def __rpow__(self, other: Numeric) -> Node:
        return operate(POW, other, self)

    def __mod__(self, other: Numeric) -> Node:
        return operate(MOD, self, other)

    def __rmod__(self, other: Numeric) -> Node:
        return operate(MOD, other, self)

    def __floordiv__(self, other: Numeric) -> Node:
        return operate(FLOORDIV, self, other)

    def __rfloordiv__(self, other: Numeric) -> Node:
        return operate(FLOORDIV, other, self)

    def __divmod__(self, other: Numeric) -> tuple[Node, Node]:
        return self // other, self % other

    def __rdivmod__(self, other: Numeric) -> tuple[Node, Node]:
        return other // self, other % self

    def __neg__(self) -> Node:
        return negative(self)

    def __pos__(self) -> Node:
        return self

    def __abs__(self) -> Node:
        return absolute(self)

    def __floor__(self) -> Node:
        return floor(self)

    def __ceil__(self) -> Node:
        return ceil(self)

    def __trunc__(self) -> Node:
        return trunc(self)

    def __round__(self, digits: int | None = None) -> Node:
        rounded: Node = apply(ROUND, self) if digits is None else apply(ROUND, self, digits)
        return rounded

    # Comparisons are by value. They are noted on the tape, since a branch may hang on them.

    def __lt__(self, other: Numeric) -> bool:
        return compare("<", operator.lt, self, other)

    def __le__(self, other: Numeric) -> bool:
        return compare("<=", operator.le, self, other)

    def __gt__(self, other: Numeric) -> bool:
        return compare(">", operator.gt, self, other)

    def __ge__(self, other: Numeric) -> bool:
        return compare(">=", operator.ge, self, other)

    def __eq__(self, other: object) -> bool:
        return compare("==", operator.eq, self, other)

    def __ne__(self, other: object) -> bool:
        return compare("!=", operator.ne, self, other)

    def __bool__(self) -> bool:
        return compare("!=", operator.ne, self, 0.0)

    # What a node is not

    def __hash__(self) -> NoReturn:
        raise OperandError(
            "A Node cannot be in a set or be a key of a dict: nodes are equal when their values "
            "are, so that two different nodes would be taken for one.",
            "Use node.id as the key.",
            operand=self,
        )


class Result(Node):
    """A Node that was computed: made empty, which is quick, and filled in by its operation."""

    __slots__ = ()
    is_leaf = False
    if TYPE_CHECKING or sys.version_info >= (3, 13):

        def __init__(self) -> None:
            """Do nothing: since Python 3.13 that is quicker than to have the next line do it."""
    else:
        __init__ = object.__init__


Result.__name__ = Result.__qualname__ = "Node"  # so that Python's own messages speak of a Node


def pinned_leaf(tape: Tape, value: float, name: str | None = None) -> Node:
    """A leaf on this tape, which stays there."""
    leaf = Node(value, name)
    enter(tape, leaf, guest=False)
    return leaf


# Operations of any kind


def apply(primitive: Primitive, *operands: Any) -> Any:
    """A primitive of numbers and Nodes: a float if there is no Node among them, else a Node.

    Raises OperandError for operands of another kind, and what the primitive raises on floats.
    """
    values = [x._value if isinstance(x, Node) else number(x) for x in operands]
    value = primitive.value(*values)
    nodes = [x for x in operands if isinstance(x, Node)]
    if not nodes:
        return value
    if not recording:
        return unrecorded(value, nodes)
    tape = common_tape(nodes)
    slots: list[int | float] = []
    slopes: list[float | None] = []
    for x, number_, local in zip(operands, values, primitive.local_gradients(*values), strict=True):
        slots.append(x.position if isinstance(x, Node) else number_)
        slopes.append(local if isinstance(x, Node) else None)
    position = tape.write(primitive.name, value, tuple(slots), tuple(slopes))
    return handle_on(tape, position, Result)


def operate(primitive: Primitive, left: Numeric, right: Numeric) -> Node:
    """An operator, on operands of any kind."""
    if left.__class__ is int:
        left = float(left)
    if right.__class__ is int:
        right = float(right)
    if not (isinstance(left, Node | Real) and isinstance(right, Node | Real)):
        return NotImplemented  # type: ignore[no-any-return]  # how Python is declined
    result: Node = apply(primitive, left, right)
    return result


def unrecorded(value: float, operands: Iterable[Node]) -> Node:
    """A result within no_grad: a leaf."""
    for node in operands:
        look_at(node)
    return Node(value)


def compare(op: str, holds: Callable[[Any, Any], bool], left: Node, right: object) -> bool:
    """A comparison by value, noted as a guard on the tape."""
    if isinstance(right, Node):
        tape = common_tape([left, right])
        outcome = holds(left._value, right._value)
        tape.guards.append((op, left.position, right.position, outcome))
    elif isinstance(right, Real):
        tape = common_tape([left])
        outcome = holds(left._value, right)
        tape.guards.append((op, left.position, float(right), outcome))
    else:
        return NotImplemented  # type: ignore[no-any-return]  # how Python is declined
    return outcome


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
        node._value = value = value_at(x._value)
        cells += (0.0, name, value, x.position, slope_at(x._value), None, None)
        return node

    function.__name__ = function.__qualname__ = name
    function.__doc__ = primitive.value.__doc__
    return function


@overload
def sqrt(x: Node, /) -> Node: ...
@overload
def sqrt(x: float, /) -> float: ...
def sqrt(x: Any, /) -> Any:
    """Return the square root of x."""
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
    node._value = root = math.sqrt(x._value)
    cells += (0.0, "sqrt", root, x.position, 0.5 / root if root else math.inf, None, None)
    return node


ADD, SUB, MUL, DIV, POW, MOD, FLOORDIV, ROUND, SQRT = [
    PRIMITIVES[name]
    for name in ("add", "sub", "mul", "div", "pow", "mod", "floordiv", "round", "sqrt")
]
negative, absolute = unary("neg"), unary("abs")
floor, ceil, trunc = unary("floor"), unary("ceil"), unary("trunc")


@contextmanager
def no_grad() -> Iterator[None]:
    """Within this context, operations on Nodes give leaves, which do not know their origin."""
    global recording  # one switch for all operators
    before, recording = recording, False
    try:
        yield
    finally:
        recording = before
