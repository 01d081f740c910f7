"""What a node is, before it can do arithmetic: a handle on a place of a tape.

A handle is light: the tape that its operation is written on, its position there, and its value.
Handles point to tapes and never the other way, so that a graph is freed as soon as its last node is
forgotten. Which tape a node is on is the subject of joining.py; what one can compute with nodes is
in node.py.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import count
from numbers import Real
from operator import itemgetter
from threading import get_ident
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Protocol, Self, TypeGuard, TypeVar, cast

from .errors import OperandError
from .joining import NO_TAPE, common_tape, current_tape, let_out, note, release
from .primitives import PRIMITIVES
from .tape import ADJOINT, LEAF, OP, VALUE, Tape

serial = count(1)


class Leaf:
    """What a leaf has besides its handle: a name, an identity, and a gradient that adds up."""

    __slots__ = ("gradient", "id", "name", "thread")

    def __init__(self, name: str | None) -> None:
        self.name = name
        self.thread = get_ident()
        self.id = -next(serial)
        self.gradient: Any = 0.0  # a Node after backward(create_graph=True)


class Handle:
    """A number that remembers how it was computed, and can find its gradient."""

    __slots__ = ("__weakref__", "_leaf", "_value", "position", "tape")

    tape: Tape
    position: int
    _value: float
    _leaf: Leaf
    is_leaf: ClassVar[bool] = True
    """Whether this is a number that was given, not computed."""

    def __init__(self, value: float, name: str | None = None) -> None:
        self._value = number(value)
        self._leaf = Leaf(name)
        self.tape = NO_TAPE
        self.position = 0

    @property
    def value(self) -> float:
        """The number, as a float.

        What is computed from that float is not recorded, and no gradient flows through it.
        """
        let_out(self, "reads the number of a Node with .value")
        return self._value

    if not TYPE_CHECKING:  # it cannot be set, and who tries is told what to write

        @value.setter
        def value(self, value: object) -> NoReturn:
            raise OperandError(
                "The value of a Node does not change: what was computed from it would be of "
                "another number.",
                "Make a new one: w = Node(w.value - 0.1 * w.grad).",
                operand=self,
            )

    @property
    def grad(self) -> float:
        """The gradient; 0.0 before the first `backward()`.

        On a leaf it is the sum over all calls of `backward()` since the last `zero_grad()`; on a
        result it is what the last one found. It is a Node after `backward(create_graph=True)`, and
        else a float.
        """
        let_out(self, "reads the gradient of a Node with .grad")
        return self._gradient()

    @grad.setter
    def grad(self, gradient: float | None) -> None:
        if not self.is_leaf:
            raise OperandError(
                "Only a leaf has a gradient that can be set: that of a result is found anew by "
                "each backward().",
                "Set those of the leaves, or call zero_grad(leaf, ...).",
                operand=self,
            )
        is_node = isinstance(gradient, Handle)  # of backward(create_graph=True), and put back
        self._leaf.gradient = gradient if is_node else number(0.0 if gradient is None else gradient)

    @property
    def op(self) -> str:
        """The name of the operation that gave this number: 'add', 'sqrt', ...; '' for a leaf."""
        let_out(self, "reads the operation of a Node with .op")
        return self._operation()

    @property
    def name(self) -> str | None:
        """The name that a leaf was given."""
        return self._leaf.name if self.is_leaf else None

    @property
    def id(self) -> int:
        """Which node of its graph this is: the same for two handles of one node, and only then."""
        let_out(self, "reads the identity of a Node with .id")
        return self._leaf.id if self.is_leaf else self.position

    @property
    def parents(self) -> tuple[Self, ...]:
        """The nodes that this one was computed from, in order; x * x has x twice."""
        let_out(self, "reads the parents of a Node")
        return tuple([parent for parent, _local in self._edges()])

    @property
    def local_gradients(self) -> tuple[float, ...]:
        """d(this node) / d(parent), for each of the parents."""
        let_out(self, "reads the local gradients of a Node")
        return tuple([local for _parent, local in self._edges()])

    def backward(self, *, create_graph: bool = False) -> None:
        """Find the gradient of this node by every node that it was computed from.

        Leaves add it to their `.grad`; results keep it in theirs until the next time. It may be
        called again. Raises GradientError if the gradient of a leaf is not a finite number; then no
        leaf has changed.

        With `create_graph` the `.grad` of leaves are Nodes, which have a gradient in their turn:

        >>> from py_engine import Node, zero_grad
        >>> x = Node(2.0)
        >>> (x * x * x).backward(create_graph=True)
        >>> slope = x.grad
        >>> zero_grad(x)  # else the next gradient adds to this one
        >>> slope.backward()
        >>> slope.value, x.grad
        (12.0, 12.0)

        That takes several times as long, and such a `.grad` keeps its graph until it is set back.
        """
        tape = common_tape([self])
        note(tape, "calls backward()")
        try:
            tape.sweep(self.position)
            if create_graph:
                from .recorded_sweep import add_recorded  # which needs what Nodes can do

                return add_recorded(self)
            for position, reference in tape.leaves:
                leaf = reference()
                if leaf is not None:
                    leaf._leaf.gradient += tape.cells[position + ADJOINT]
        finally:
            release(current_tape(self))

    def _gradient(self) -> float:
        if self.is_leaf:
            return self._leaf.gradient  # type: ignore[no-any-return]
        return current_tape(self).adjoint(self.position)

    def _operation(self) -> str:
        return "" if self.is_leaf else str(current_tape(self).cells[self.position + OP])

    def __repr__(self) -> str:
        let_out(self, 'reads the text of a Node, as in print(x) or f"{x}"')
        return self._text()

    def _text(self) -> str:
        name = f", name={self.name!r}" if self.name is not None else ""
        op = f", op={self._operation()!r}" if self._operation() else ""
        gradient = self._gradient()
        slope = getattr(gradient, "_value", gradient)  # of a Node, or that number
        grad = f", grad={slope!r}" if slope else ""
        return f"Node({self._value!r}{name}{op}{grad})"

    def __format__(self, spec: str) -> str:
        let_out(self, 'reads the text of a Node, as in print(x) or f"{x}"')
        return format(self._value, spec) if spec else str(self)

    def _repr_svg_(self) -> str | None:
        """The graph, as a notebook draws it; None if it is too large to be drawn."""
        from .picture import svg  # in notebooks alone

        let_out(self, "draws the graph of a Node")
        return svg(self)

    def _edges(self) -> Iterator[tuple[Self, float]]:
        """The parents and the local gradients by them. A constant is no parent."""
        if self.is_leaf:
            return
        operation = current_tape(self).operation(self.position)
        for operand, local in zip(operation.operands, operation.local_gradients, strict=True):
            if isinstance(operand, int):
                yield handle_on(self.tape, operand, self.__class__), local or 0.0

    # What a node is not

    def __float__(self) -> NoReturn:
        raise OperandError(
            "A Node cannot become a plain number here, as in math.sqrt(node) or float(node): its "
            "gradient would be lost.",
            "Use py_engine.sqrt and its like; or node.value, if no gradient is wanted, as in "
            '"%.3f" % node.value.',
            operand=self,
        )

    __complex__ = __int__ = __float__

    def __index__(self) -> NoReturn:
        raise OperandError(
            "A Node is no whole number, as items[node], range(node) and items * node want it.",
            "Multiply a list one by one: [item * node for item in items]. For a place in a list or "
            "a count use a plain int.",
            operand=self,
        )

    if not TYPE_CHECKING:  # else any name would pass as one that is there

        def __getattr__(self, name: str) -> NoReturn:
            message = f"'Node' object has no attribute {name!r}"
            way = elsewhere(name)
            raise AttributeError(f"{message}. {way}" if way else message, name=name, obj=self)

    def __reduce__(self) -> tuple[type[Self], tuple[float, str | None]]:
        if self.is_leaf:
            let_out(self, "copies a Node")
            return self.__class__, (self._value, self.name)
        raise OperandError(
            "A computed Node cannot be copied or pickled: its gradient would flow nowhere.",
            "Copy node.value, or compute it again from copied leaves.",
            operand=self,
        )

    def __getstate__(self) -> NoReturn:
        raise OperandError(
            "A Node has no state apart from its tape.",
            "Copy node.value, or the whole Node, if it is a leaf.",
            operand=self,
        )


def number(value: object) -> float:
    """A float, of anything that stands for one real number by itself.

    Raises OperandError for all else, text and Nodes among it.
    """
    if type(value) is float:  # most are, and to ask an abstract class takes ten times as long
        return value
    if isinstance(value, Real):
        return float(value)
    if is_scalar(value):
        return number(value.item())
    several = isinstance(value, Iterable) and not isinstance(value, str | bytes)
    raise OperandError(
        f"A number is needed here, and this is {describe(value)}.",
        "Give its numbers one by one: f(*items), or [f(x) for x in items]."
        if several
        else "Give one int or float.",
        operand=value,
    )


def is_scalar(value: object) -> TypeGuard[Scalar]:
    """Whether this is an array of no dimension, such as numpy.bool_ and a tensor of one number."""
    return getattr(value, "shape", None) == () and callable(getattr(value, "item", None))


def describe(value: object) -> str:
    """What a thing is, for a message."""
    if value is None:
        return "None"
    if isinstance(value, Handle):
        return "a Node already"
    return f"of type {type(value).__name__}: {value!r:.40}"


class Scalar(Protocol):
    """An array of no dimension."""

    def item(self) -> object:
        """Its one number, as Python's own."""


ELSEWHERE = {
    "data": "Write node.value.",
    "item": "Write node.value.",
    "numpy": "Write node.value.",
    "detach": "Write stop_gradient(node), or node.value for the number alone.",
    "requires_grad": "Each Node has a gradient: stop_gradient(node) has none.",
    "requires_grad_": "Each Node has a gradient: stop_gradient(node) has none.",
    "zero_grad": "Write zero_grad(node).",
    "abs": "Write abs(node).",
    "neg": "Write -node.",
    "round": "Write round(node).",
    "floor": "Write math.floor(node).",
    "ceil": "Write math.ceil(node).",
    "trunc": "Write math.trunc(node).",
    "pow": "Write node ** 2.",
    "clamp": "Write clip(node, low, high).",
    "clip": "Write clip(node, low, high).",
    "sum": "A Node is one number: total([...]) adds up several.",
    "mean": "A Node is one number: mean([...]) is that of several.",
}
"""What one writes here for what a number has elsewhere, in PyTorch say."""


def elsewhere(name: str) -> str:
    """What to write in place of an attribute that a Node does not have; nothing if unknown."""
    row = PRIMITIVES.get(name)
    return ELSEWHERE.get(name) or (
        f"Write {name}(node)." if row and row.slope and row.public else ""
    )


AnyHandle = TypeVar("AnyHandle", bound=Handle)


def handle_on(tape: Tape, position: int, kind: type[AnyHandle]) -> AnyHandle:
    """A handle of this kind on what is written here; the leaf itself, if it is one."""
    if tape.cells[position + OP] == LEAF:
        _place, reference = tape.leaves[bisect_left(tape.leaves, position, key=itemgetter(0))]
        leaf = reference()
        if leaf is not None:
            return cast(AnyHandle, leaf)
    return result_on(tape, position, kind)


def result_on(tape: Tape, position: int, kind: type[AnyHandle]) -> AnyHandle:
    """A new handle on it, also of a leaf, which may be on another tape by now."""
    node = kind.__new__(kind)
    node.tape, node.position, node._value = tape, position, tape.cells[position + VALUE]
    return node


def zero_grad(*nodes: Handle | Iterable[Handle]) -> None:
    """Set the gradients of these nodes, or lists of nodes, back to 0."""
    for node in nodes:
        if not isinstance(node, Handle):
            zero_grad(*node)
        elif node.is_leaf:
            node._leaf.gradient = 0.0
        else:
            tape = current_tape(node)
            tape.adjoints()
            tape.end = None
            tape.cells[node.position + ADJOINT] = 0.0
