"""Node: a number that remembers how it was computed.

A node is a light handle: the tape that its operation is written on, the position there, and the
value. Nodes point to tapes and never the other way, so a graph is freed at once when its last node
is forgotten.

When does a tape begin? `Node(2.0)` is a leaf, and a leaf is on no tape. The first operation on
leaves begins one, and enters them; what is computed from its nodes is written on it too. When an
operation meets nodes of two tapes, the shorter tape moves to the end of the longer one. And once a
result has been looked at (its `.value` was read, or `backward()` was called), the leaves leave the
tape again, so that the next operation on them begins a new one: a parameter that lives for ten
thousand steps does not hold ten thousand steps in memory. A result that you keep, though, keeps its
whole tape, and what you compute from it is written there too.

The operators that losses are made of are written out, for speed; everything else goes through
`apply`, which does the same for any row of the table of primitives.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from numbers import Real
from typing import Any, NoReturn
from weakref import ref

from .errors import OperandError
from .primitives import PRIMITIVES, Primitive
from .tape import ADJOINT, D_LEFT, D_RIGHT, LEAF, OP, VALUE, Tape

new = object.__new__
serial = count(1)
recording = True

NOWHERE = Tape()
"""The tape of those who have none: like a tape that has moved away, it has no cells."""
NOWHERE.cells = None  # type: ignore[assignment]  # as on any tape that cannot be written on

ADD, SUB, MUL, DIV, POW, NEG, ABS, MOD, FLOORDIV, FLOOR, CEIL, TRUNC, ROUND = (
    PRIMITIVES[name]
    for name in "add sub mul div pow neg abs mod floordiv floor ceil trunc round".split()
)


class Leaf:
    """What a leaf has besides its handle: a name, an identity, and a gradient that adds up.

    A pinned leaf, as `value_and_grad` makes them, stays on its tape until the tape is forgotten.
    """

    __slots__ = ("gradient", "id", "name", "pinned")

    def __init__(self, name: str | None, pinned: bool) -> None:
        self.name = name
        self.id = -next(serial)
        self.gradient = 0.0
        self.pinned = pinned


class Node:
    """A number that remembers how it was computed, and can tell its gradient.

    >>> x = Node(3.0)
    >>> y = x * x + 2.0
    >>> y.backward()
    >>> y.value, x.grad
    (11.0, 6.0)

    Raises OperandError, a TypeError, for anything but an int, a float, or another real number.
    """

    __slots__ = ("__weakref__", "_leaf", "_value", "position", "tape")
    __array_ufunc__ = None  # so that numpy leaves `numpy_number * node` to us

    tape: Tape
    position: int
    _value: float
    _leaf: Leaf

    def __init__(self, value: float, name: str | None = None) -> None:
        self._value = number(value)
        self._leaf = Leaf(name, pinned=False)
        self.tape = NOWHERE
        self.position = 0

    # What a node is

    @property
    def value(self) -> float:
        """The number, as a float.

        What is computed from that float is no longer recorded, so no gradient flows through it.
        """
        tape = settle(self)
        if tape is not NOWHERE:
            look_at(tape, self.position)
        return self._value

    @property
    def grad(self) -> float:
        """The gradient.

        On a leaf, the sum over all calls of `backward()` since the last `zero_grad()`; on a result,
        what the last one found. 0.0 before the first.
        """
        if self.is_leaf:
            return self._leaf.gradient
        return settle(self).cells[self.position + ADJOINT]  # type: ignore[no-any-return]  # a cell

    @property
    def is_leaf(self) -> bool:
        """Whether this is a number that was given, not computed."""
        return hasattr(self, "_leaf")

    @property
    def op(self) -> str:
        """The name of the operation that gave this number: 'add', 'sqrt', ...; '' for a leaf."""
        return "" if self.is_leaf else settle(self).cells[self.position + OP]

    @property
    def name(self) -> str | None:
        """The name that a leaf was given."""
        return self._leaf.name if self.is_leaf else None

    @property
    def id(self) -> int:
        """Which node of its graph this is: equal for two handles of one node, and only for them."""
        if self.is_leaf:
            return self._leaf.id
        settle(self)
        return self.position

    @property
    def parents(self) -> tuple[Node, ...]:
        """The nodes that this one was computed from, in order; x * x has x twice."""
        return tuple(parent for parent, _local in edges(self))

    @property
    def local_gradients(self) -> tuple[float, ...]:
        """d(this node) / d(parent), for each of the parents."""
        return tuple(local for _parent, local in edges(self))

    def backward(self) -> None:
        """Find the gradient of this node by every node that it was computed from.

        Leaves add it to their `.grad`; results keep it in theirs until the next time. It may be
        called again. Raises GradientError if the gradient of a leaf is not a finite number; then no
        leaf has changed.
        """
        tape = common_tape([self])
        tape.sweep(self.position)
        for position, reference in tape.leaves:
            leaf = reference()
            if leaf is not None:
                leaf._leaf.gradient += tape.cells[position + ADJOINT]
        release(tape)

    def __repr__(self) -> str:
        parts = [repr(self._value)]
        if self.name is not None:
            parts.append(f"name={self.name!r}")
        if self.op:
            parts.append(f"op={self.op!r}")
        if self.grad:
            parts.append(f"grad={self.grad!r}")
        return f"Node({', '.join(parts)})"

    def __format__(self, spec: str) -> str:
        return format(self._value, spec) if spec else str(self)

    # Arithmetic. Each of these does four things: compute the value as floats do, write the
    # operation and its local gradients on the tape, and return a handle on it.

    def __add__(self, other: Node | float) -> Node:
        tape = self.tape
        cells = tape.cells
        if cells is None or not recording:
            return operate(ADD, self, other)
        if other.__class__ is Node and other.tape is tape:
            value = self._value + other._value
            record = (0.0, "add", value, self.position, 1.0, other.position, 1.0)
        elif other.__class__ is float:
            value = self._value + other
            record = (0.0, "add", value, self.position, 1.0, other, None)
        else:
            return operate(ADD, self, other)
        node = new(Node)
        node.tape = tape
        node.position = len(cells)
        node._value = value
        cells += record
        return node

    def __sub__(self, other: Node | float) -> Node:
        tape = self.tape
        cells = tape.cells
        if cells is None or not recording:
            return operate(SUB, self, other)
        if other.__class__ is Node and other.tape is tape:
            value = self._value - other._value
            record = (0.0, "sub", value, self.position, 1.0, other.position, -1.0)
        elif other.__class__ is float:
            value = self._value - other
            record = (0.0, "sub", value, self.position, 1.0, other, None)
        else:
            return operate(SUB, self, other)
        node = new(Node)
        node.tape = tape
        node.position = len(cells)
        node._value = value
        cells += record
        return node

    def __rsub__(self, other: float) -> Node:
        tape = self.tape
        cells = tape.cells
        if cells is None or not recording or other.__class__ is not float:
            return operate(SUB, other, self)
        node = new(Node)
        node.tape = tape
        node.position = len(cells)
        node._value = value = other - self._value
        cells += (0.0, "sub", value, other, None, self.position, -1.0)
        return node

    def __mul__(self, other: Node | float) -> Node:
        tape = self.tape
        cells = tape.cells
        if cells is None or not recording:
            return operate(MUL, self, other)
        if other.__class__ is Node and other.tape is tape:
            value = self._value * other._value
            record = (0.0, "mul", value, self.position, other._value, other.position, self._value)
        elif other.__class__ is float:
            value = self._value * other
            record = (0.0, "mul", value, self.position, other, other, None)
        else:
            return operate(MUL, self, other)
        node = new(Node)
        node.tape = tape
        node.position = len(cells)
        node._value = value
        cells += record
        return node

    def __pow__(self, other: Node | float) -> Node:
        tape = self.tape
        cells = tape.cells
        if cells is None or not recording or other.__class__ is Node or other != 2:
            return operate(POW, self, other)
        node = new(Node)
        node.tape = tape
        node.position = len(cells)
        node._value = value = self._value**2
        cells += (0.0, "pow", value, self.position, 2.0 * self._value, 2.0, None)
        return node

    def __radd__(self, other: float) -> Node:
        return operate(ADD, other, self)

    def __rmul__(self, other: float) -> Node:
        return operate(MUL, other, self)

    def __truediv__(self, other: Node | float) -> Node:
        return operate(DIV, self, other)

    def __rtruediv__(self, other: float) -> Node:
        return operate(DIV, other, self)

    def __rpow__(self, other: float) -> Node:
        return operate(POW, other, self)

    def __mod__(self, other: Node | float) -> Node:
        return operate(MOD, self, other)

    def __rmod__(self, other: float) -> Node:
        return operate(MOD, other, self)

    def __floordiv__(self, other: Node | float) -> Node:
        return operate(FLOORDIV, self, other)

    def __rfloordiv__(self, other: float) -> Node:
        return operate(FLOORDIV, other, self)

    def __divmod__(self, other: Node | float) -> tuple[Node, Node]:
        return self // other, self % other

    def __rdivmod__(self, other: float) -> tuple[Node, Node]:
        return other // self, other % self

    def __neg__(self) -> Node:
        return apply(NEG, self)

    def __pos__(self) -> Node:
        return self

    def __abs__(self) -> Node:
        return apply(ABS, self)

    def __floor__(self) -> Node:
        return apply(FLOOR, self)

    def __ceil__(self) -> Node:
        return apply(CEIL, self)

    def __trunc__(self) -> Node:
        return apply(TRUNC, self)

    def __round__(self, digits: int = 0) -> Node:
        return apply(ROUND, self, float(digits))

    # Comparisons are by value, and are noted on the tape: a branch may hang on them.

    def __lt__(self, other: Node | float) -> bool:
        return compare("<", operator.lt, self, other)

    def __le__(self, other: Node | float) -> bool:
        return compare("<=", operator.le, self, other)

    def __gt__(self, other: Node | float) -> bool:
        return compare(">", operator.gt, self, other)

    def __ge__(self, other: Node | float) -> bool:
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
            "A Node cannot be in a set or be the key of a dict: nodes are equal when their values "
            "are, so two different nodes would be taken for one.",
            "Use node.id as the key.",
            operand=self,
        )

    def __float__(self) -> NoReturn:
        raise OperandError(
            "A Node cannot be turned into a plain number here: its gradient would be lost. "
            "The functions of math do so.",
            "Use those of py_engine instead (from py_engine import sqrt), or node.value if no "
            "gradient is wanted.",
            operand=self,
        )

    __int__ = __index__ = __complex__ = __float__


def number(value: object) -> float:
    """A float of anything that stands for one real number, but not of text."""
    if isinstance(value, (float, int)) or (isinstance(value, Real) and not is_node(value)):
        return float(value)
    raise OperandError(
        f"{type(value).__name__} is not a number: {value!r:.60}.",
        "A Node is made of one int or float.",
        operand=value,
    )


def is_node(value: object) -> bool:
    """Whether this is a Node."""
    return value.__class__ is Node


# Where operations are written


def settle(node: Node) -> Tape:
    """Bring the handle up to date, if the tape it was made on has moved; the tape it is on."""
    while (move := node.tape.moved_to) is not None:
        node.tape, offset = move
        node.position += offset
    return node.tape


def common_tape(nodes: Iterable[Node]) -> Tape:
    """The one tape that all these nodes are on, from now on."""
    nodes = list(nodes)
    tapes = [settle(node) for node in nodes]
    home = max((tape for tape in tapes if tape is not NOWHERE), key=len, default=None) or Tape()
    for node in nodes:
        if settle(node) is NOWHERE:
            enter(home, node)
        elif node.tape is not home:
            home.take(node.tape)
            settle(node)
    return home


def enter(tape: Tape, leaf: Node) -> None:
    """Write a leaf down on a tape."""
    leaf.tape, leaf.position = tape, len(tape.cells)
    tape.cells += (0.0, LEAF, leaf._value, None, None, None, None)
    tape.leaves.append((leaf.position, ref(leaf)))
    if not leaf._leaf.pinned:
        tape.guests.append(ref(leaf))


def pinned_leaf(tape: Tape, value: float, name: str | None = None) -> Node:
    """A leaf on this tape, which stays there."""
    leaf = Node(value)
    leaf._leaf = Leaf(name, pinned=True)
    enter(tape, leaf)
    return leaf


def look_at(tape: Tape, position: int) -> None:
    """Note that a number was read out of the tape."""
    if tape.escaped is None:
        tape.escaped = position
    release(tape)


def release(tape: Tape) -> None:
    """Let the guests go: the next operation on them begins a new tape."""
    for reference in tape.guests:
        leaf = reference()
        if leaf is not None:
            leaf.tape = NOWHERE
    tape.guests.clear()


def handle(tape: Tape, position: int) -> Node:
    """A handle on what is written at this position."""
    for place, reference in tape.leaves:
        leaf = reference()
        if place == position and leaf is not None:
            return leaf
    node = new(Node)
    node.tape, node.position, node._value = tape, position, tape.cells[position + VALUE]
    return node


def edges(node: Node) -> Iterator[tuple[Node, float]]:
    """The parents and their local gradients; a constant is no parent."""
    if node.is_leaf:
        return
    operation = settle(node).operation(node.position)
    for operand, local in zip(operation.operands, operation.local_gradients, strict=True):
        if operand.__class__ is int:
            yield handle(node.tape, operand), local or 0.0


# How operations are written


def apply(primitive: Primitive, *operands: Any) -> Any:
    """Compute a primitive on numbers and Nodes: a float if there is no Node among them, else a Node.

    Raises OperandError for anything else, and what the primitive raises on floats.
    """
    values = [x._value if x.__class__ is Node else number(x) for x in operands]
    value = primitive.value(*values)
    nodes = [x for x in operands if x.__class__ is Node]
    if not nodes:
        return value
    if not recording:
        return unrecorded(value, nodes)
    tape = common_tape(nodes)
    places: list[int | float] = []
    locals_: list[float | None] = []
    for operand, x, local in zip(operands, values, primitive.local_gradients(*values), strict=True):
        places.append(operand.position if operand.__class__ is Node else x)
        locals_.append(local if operand.__class__ is Node else None)
    position = tape.write(primitive.name, value, tuple(places), tuple(locals_))
    return handle_on(tape, position, value)


def handle_on(tape: Tape, position: int, value: float) -> Node:
    """A new handle."""
    node = new(Node)
    node.tape, node.position, node._value = tape, position, value
    return node


def operate(primitive: Primitive, left: Any, right: Any) -> Any:
    """An operator, for operands of any type; as Python wants it, a foreign one is declined."""
    for operand in (left, right):
        if operand.__class__ is not Node and not isinstance(operand, Real):
            return NotImplemented
    return apply(primitive, left, right)


def unrecorded(value: float, nodes: Iterable[Node]) -> Node:
    """A result inside no_grad: a leaf, which does not know where it came from."""
    for node in nodes:
        tape = settle(node)
        if tape is not NOWHERE:
            look_at(tape, node.position)
    return Node(value)


def compare(op: str, holds: Callable[[Any, Any], bool], left: Node, right: Any) -> bool:
    """A comparison by value, noted as a guard."""
    if right.__class__ is Node:
        outcome = holds(left._value, right._value)
        tape = common_tape([left, right])
        tape.guards.append((op, left.position, right.position, outcome))
    elif isinstance(right, Real):
        outcome = holds(left._value, right)
        tape = common_tape([left])
        tape.guards.append((op, left.position, float(right), outcome))
    else:
        return NotImplemented
    return outcome


@contextmanager
def no_grad() -> Iterator[None]:
    """Inside, operations on Nodes give leaves: values, without a record of where they came from."""
    global recording  # noqa: PLW0603  # one switch for all operators, read at each operation
    before, recording = recording, False
    try:
        yield
    finally:
        recording = before


def zero_grad(nodes: Iterable[Node]) -> None:
    """Set the gradients of these nodes back to 0."""
    for node in nodes:
        if node.is_leaf:
            node._leaf.gradient = 0.0
        else:
            settle(node).cells[node.position + ADJOINT] = 0.0
