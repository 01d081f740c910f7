"""Node: a handle on a tape, with all that one can do with numbers.

All operations are one: `apply` computes the value as floats do, and writes it on the tape with its
local gradients, which are in the row of the table of primitives. Each operator is a call of it.
fast.py has those that losses are mostly made of, written out for speed; they do the same.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Iterable
from numbers import Real
from typing import TYPE_CHECKING, Any, NoReturn, cast

from .errors import OperandError
from .guarding import compare, raised
from .handle import Handle, handle_on, number
from .joining import common_tape, enter, let_out
from .pausing import paused
from .primitives import PRIMITIVES, Primitive
from .tape import Tape

Numeric = Any
"""A Node, or a real number of any kind. Operators decline other things as Python asks for it."""

KINDS = (Handle, float, int, Real)
"""What an operator takes; the commonest first, of which it is told at once."""
ADD, SUB, MUL, DIV, POW, MOD, FLOORDIV, NEG, ABS, FLOOR, CEIL, TRUNC, ROUND = [
    PRIMITIVES[name]
    for name in "add sub mul div pow mod floordiv neg abs floor ceil trunc round".split()
]


def apply(primitive: Primitive, *operands: Any) -> Node | float:
    """A primitive of numbers and Nodes: a float if there is no Node among them, else a Node.

    Raises OperandError for operands of another kind, and what the primitive raises on floats.
    """
    values = [x._value if isinstance(x, Node) else number(x) for x in operands]
    nodes = [x for x in operands if isinstance(x, Node)]
    try:
        value = primitive.value(*values)
    except Exception as error:
        raised(primitive, operands, error)
        raise
    if not nodes:
        return value
    if paused():
        return unrecorded(value, nodes)
    tape = common_tape(nodes)
    gradients = primitive.local_gradients(value, *values)
    places, slopes = [], []
    for x, own, local in zip(operands, values, gradients, strict=True):
        places.append(x.position if isinstance(x, Node) else own)
        slopes.append(local if isinstance(x, Node) else None)
    position = tape.write(primitive.name, value, tuple(places), tuple(slopes))
    return handle_on(tape, position, Result)


def operate(primitive: Primitive, *operands: Numeric) -> Node:
    """The same for an operator, which Python lets decline operands that are no numbers."""
    for x in operands:
        if not isinstance(x, KINDS):
            return NotImplemented  # type: ignore[no-any-return]  # how Python is declined
    return cast(Node, apply(primitive, *operands))  # one of them is


def unrecorded(value: float, operands: Iterable[Node]) -> Node:
    """A result within no_grad: a leaf."""
    for node in operands:
        let_out(node, "computes within no_grad()")
    return Node(value)


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

    def __array_ufunc__(
        self, ufunc: object, method: str, *inputs: Any, **settings: Any
    ) -> Any:
        """numpy's functions of a Node, and `numpy_number * node`: numpy asks the Node."""
        from .numpy_functions import call  # which needs our functions, and only numpy needs it

        return call(ufunc, method, inputs, settings)

    # Arithmetic

    def __add__(self, other: Numeric) -> Node:
        return operate(ADD, self, other)

    def __radd__(self, other: Numeric) -> Node:
        return operate(ADD, other, self)

    def __sub__(self, other: Numeric) -> Node:
        return operate(SUB, self, other)

    def __rsub__(self, other: Numeric) -> Node:
        return operate(SUB, other, self)

    def __mul__(self, other: Numeric) -> Node:
        return operate(MUL, self, other)

    def __rmul__(self, other: Numeric) -> Node:
        return operate(MUL, other, self)

    def __truediv__(self, other: Numeric) -> Node:
        return operate(DIV, self, other)

    def __rtruediv__(self, other: Numeric) -> Node:
        return operate(DIV, other, self)

    def __pow__(self, other: Numeric) -> Node:
        return operate(POW, self, other)

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
        return operate(NEG, self)

    def __pos__(self) -> Node:
        return self

    def __abs__(self) -> Node:
        return operate(ABS, self)

    def __floor__(self) -> Node:
        return operate(FLOOR, self)

    def __ceil__(self) -> Node:
        return operate(CEIL, self)

    def __trunc__(self) -> Node:
        return operate(TRUNC, self)

    def __round__(self, digits: int | None = None) -> Node:
        return operate(ROUND, self) if digits is None else operate(ROUND, self, digits)

    # Comparisons are by value. They are guarded on the tape, since a branch may hang on them.

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
    enter(tape, leaf, temporary=False)
    return leaf
