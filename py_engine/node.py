"""Node: a handle on a tape, with all that one can do with numbers.

The operators that losses are made of, and functions of one number, are written out for speed.
Everything else goes through `apply`, which does the same for any row of the table of primitives.
"""

from __future__ import annotations

import math
import operator
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ContextDecorator, contextmanager
from contextvars import ContextVar
from decimal import Decimal
from fractions import Fraction
from inspect import CO_ASYNC_GENERATOR, CO_GENERATOR
from numbers import Number, Real
from threading import Lock
from types import FrameType
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, Self, cast, overload
from weakref import WeakSet

from .errors import OperandError
from .handle import Handle, handle_on, number
from .joining import NOWHERE, common_tape, enter, let_out, note, settle
from .primitives import PRIMITIVES, Primitive
from .tape import Guard, Operand, Raised, Tape

Numeric = Any
"""A Node, or a real number of any kind. Operators decline other things as Python asks for it."""

recording = True
"""Whether no `no_grad` is open, in any thread or task: then the operators need not look further."""


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
        try:
            node._value = value = base**2.0
        except OverflowError as error:
            raised(POW, (self, 2.0), error)
            raise
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
        return cast(Node, apply(ROUND, self) if digits is None else apply(ROUND, self, digits))

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
    enter(tape, leaf, guest=False)
    return leaf


# Operations of any kind


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
    if not recording and paused():
        return unrecorded(value, nodes)
    tape = common_tape(nodes)
    gradients = primitive.local_gradients(value, *values)
    slots: list[int | float] = []
    slopes: list[float | None] = []
    for x, number_, local in zip(operands, values, gradients, strict=True):
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
    return cast(Node, apply(primitive, left, right))  # one of them is


def unrecorded(value: float, operands: Iterable[Node]) -> Node:
    """A result within no_grad: a leaf."""
    for node in operands:
        let_out(node, "computes within no_grad()")
    return Node(value)


def raised(primitive: Primitive, operands: Sequence[Any], error: Exception) -> None:
    """Guard on the tape that an operation raised this: somebody may catch it, and go another way.

    An operand that is on no tape is a constant to whoever reads the tape.
    """
    nodes = [x for x in operands if isinstance(x, Node) and settle(x) is not NOWHERE]
    if not nodes:
        return
    tape = common_tape(nodes)
    tape.guard(Raised(primitive.name, tuple(map(_operand, operands)), type(error).__name__))


def _operand(x: Any) -> Operand:
    """An operand of a guard: a position, or a number."""
    if not isinstance(x, Node):
        return number(x)
    return x._value if settle(x) is NOWHERE else x.position


def compare(op: str, holds: Callable[[Any, Any], bool], left: Node, right: object) -> bool:
    """A comparison by value, as floats have it, and guarded on the tape."""
    if not isinstance(right, Node | Number):
        return NotImplemented  # type: ignore[no-any-return]  # how Python is declined
    number_: Any = right._value if isinstance(right, Node) else right
    nodes = [x for x in (left, right) if isinstance(x, Node) and settle(x) is not NOWHERE]
    tape = common_tape(nodes) if nodes else None
    if tape is not None and isinstance(right, Decimal) and op not in ("==", "!="):
        is_number = left._value == left._value  # else Decimal raises an error
        tape.guard(Guard("==", left.position, left.position, is_number))
    outcome = bool(holds(left._value, number_))
    if tape is None:
        return outcome
    if isinstance(right, Node):
        tape.guard(Guard(op, _operand(left), _operand(right), outcome))
    elif type(right) in EXACT or type(right).__module__ == "numpy":
        side = exact_side(op, right)
        if side is not None:
            tape.guard(Guard(side[0], left.position, side[1], outcome))
    else:
        note(tape, f"compares a Node with a number of type {type(right).__name__}")
    return outcome


EXACT = frozenset({float, int, bool, Fraction, Decimal, complex})
"""The numbers that floats are compared with exactly, bit for bit."""


def exact_side(op: str, other: Any) -> tuple[str, float] | None:
    """The same comparison with a float in place of a number; None if it always comes out alike.

    1/10 lies between two floats, and 10**400 beyond all of them: what is less than it is at most
    the float below it.
    """
    if isinstance(other, complex):
        if other.imag:
            return None
        other = other.real
    try:
        near = float(other)
    except OverflowError:
        near = math.inf if other > 0 else -math.inf
    if near == other:
        return op, near
    if other != other or op in ("==", "!="):
        return None
    if op in ("<", "<="):
        return "<=", near if near < other else math.nextafter(near, -math.inf)
    return ">=", near if near > other else math.nextafter(near, math.inf)


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


ADD, SUB, MUL, DIV, POW, MOD, FLOORDIV, ROUND, SQRT = [
    PRIMITIVES[name]
    for name in ("add", "sub", "mul", "div", "pow", "mod", "floordiv", "round", "sqrt")
]
negative, absolute = unary("neg"), unary("abs")
floor, ceil, trunc = unary("floor"), unary("ceil"), unary("trunc")


# Computing without a tape


class Pause:
    """One entry into `no_grad`. `frame` is that of the generator that entered, if it was one."""

    __slots__ = ("__weakref__", "frame", "opener")

    def __init__(self, opener: FrameType) -> None:
        is_generator = opener.f_code.co_flags & (CO_GENERATOR | CO_ASYNC_GENERATOR)
        self.frame = opener if is_generator else None
        self.opener = id(opener)

    @property
    def holds(self) -> bool:
        """Whether it is in force: that of a generator is not, while the generator is suspended."""
        return self.frame is None or self.frame.f_back is not None


pauses: ContextVar[tuple[Pause, ...]] = ContextVar("pauses", default=())
open_pauses: WeakSet[Pause] = WeakSet()
lock = Lock()


def paused() -> bool:
    """Whether `no_grad` is in force, in this thread or task."""
    return any(pause.holds for pause in pauses.get())


@contextmanager
def recorded() -> Iterator[None]:
    """Within this context operations are recorded, whatever `no_grad` it stands in.

    A gradient that is asked for needs what leads to it. A `no_grad` that is entered within holds.
    """
    outer = pauses.get()
    holding = [pause for pause in outer if pause.holds]
    if not holding:
        yield
        return
    pauses.set(tuple([pause for pause in outer if pause not in holding]))
    try:
        yield
    finally:
        pauses.set((*(pause for pause in holding if pause in open_pauses), *pauses.get()))


def end_pauses() -> None:
    """End each `no_grad` that was left open, for code that begins anew."""
    global recording
    pauses.set(())
    with lock:
        open_pauses.clear()
        recording = True


class no_grad(ContextDecorator):  # noqa: N801  # a context manager reads like a function
    """Within this context, operations on Nodes give leaves, which do not know their origin.

    It holds in its own thread or asyncio task alone. In a generator it holds while the generator
    runs, not for its caller in between. It may decorate a function.
    """

    def __init__(self) -> None:
        self.entered: list[Pause] = []

    def _recreate_cm(self) -> Self:
        return type(self)()

    def __enter__(self) -> None:
        global recording  # one switch for all operators
        pause = Pause(_opener(sys._getframe(1)))
        self.entered.append(pause)
        pauses.set((*pauses.get(), pause))
        with lock:
            open_pauses.add(pause)
            recording = False

    def __exit__(self, *error: object) -> None:
        global recording
        opener = id(_opener(sys._getframe(1)))
        pause = next((p for p in reversed(self.entered) if p.opener == opener), self.entered[-1])
        self.entered.remove(pause)
        pauses.set(tuple([p for p in pauses.get() if p is not pause]))
        with lock:
            open_pauses.discard(pause)
            recording = not open_pauses


def _opener(frame: FrameType) -> FrameType:
    """The frame that says `with no_grad()`, or calls ExitStack.enter_context(no_grad())."""
    while frame.f_globals.get("__name__") == "contextlib" and frame.f_back is not None:
        frame = frame.f_back
    return frame
