"""The functions of the engine: of floats and of Nodes alike.

Each is a row of the table of primitives, under the name that `math` has for it. On floats they give
what `math` gives, and raise what it raises; on Nodes the same number, with a gradient.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol, cast, overload

from .errors import OperandError
from .fast import sqrt as sqrt
from .fast import unary
from .handle import number
from .node import Node, Result, apply
from .primitives import BUILT_IN, PRIMITIVES, FloatFunction, own_row

cbrt, exp, expm1, exp2 = map(unary, ("cbrt", "exp", "expm1", "exp2"))
natural_log, log1p, log2, log10 = map(unary, ("log", "log1p", "log2", "log10"))
sin, cos, tan, asin, acos, atan = map(unary, ("sin", "cos", "tan", "asin", "acos", "atan"))
sinh, cosh, tanh = map(unary, ("sinh", "cosh", "tanh"))
asinh, acosh, atanh = map(unary, ("asinh", "acosh", "atanh"))
sigmoid, softplus, relu = map(unary, ("sigmoid", "softplus", "relu"))
erf, lgamma, digamma = map(unary, ("erf", "lgamma", "digamma"))
sign = unary("sign")


@overload
def log(x: float, base: float | None = None) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def log(x: Node | float, base: Node | float | None = None) -> Node: ...
def log(x: Node | float, base: Node | float | None = None) -> Node | float:
    """The natural logarithm, or the logarithm to a base."""
    return natural_log(x) if base is None else natural_log(x) / natural_log(base)


@overload
def atan2(y: float, x: float) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def atan2(y: Node | float, x: Node | float) -> Node: ...
def atan2(y: Node | float, x: Node | float) -> Node | float:
    """The angle of the point (x, y), in radians from -pi to pi."""
    return apply(PRIMITIVES["atan2"], y, x)


@overload
def leaky_relu(x: float, slope: float = 0.01) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def leaky_relu(x: Node | float, slope: Node | float = 0.01) -> Node: ...
def leaky_relu(x: Node | float, slope: Node | float = 0.01) -> Node | float:
    """Give x where it is positive, else x times a small slope, which is the gradient at 0 too."""
    return apply(PRIMITIVES["leaky_relu"], x, slope)


@overload
def hypot(*coordinates: float) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def hypot(*coordinates: Node | float) -> Node: ...
def hypot(*coordinates: Node | float) -> Node | float:
    """The length of a vector: sqrt(x**2 + y**2 + ...), whose gradient at the origin is 0."""
    return apply(PRIMITIVES["hypot"], *coordinates)


@overload
def dist(p: Iterable[float], q: Iterable[float]) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def dist(p: Iterable[Node | float], q: Iterable[Node | float]) -> Node: ...
def dist(p: Iterable[Node | float], q: Iterable[Node | float]) -> Node | float:
    """The distance between two points, whose gradient is 0 where they are the same.

    Raises ValueError if they do not have the same number of coordinates.
    """
    return hypot(*[p_k - q_k for p_k, q_k in zip(p, q, strict=True)])


@overload
def maximum(*operands: float) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def maximum(*operands: Node | float) -> Node: ...
def maximum(*operands: Node | float) -> Node | float:
    """The largest. Those that share the first place share the gradient; nan if one of them is."""
    return apply(PRIMITIVES["maximum"], *operands)


@overload
def minimum(*operands: float) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def minimum(*operands: Node | float) -> Node: ...
def minimum(*operands: Node | float) -> Node | float:
    """The smallest. Those that share the last place share the gradient; nan if one of them is."""
    return apply(PRIMITIVES["minimum"], *operands)


@overload
def clip(x: float, low: float, high: float) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def clip(x: Node | float, low: Node | float, high: Node | float) -> Node: ...
def clip(x: Node | float, low: Node | float, high: Node | float) -> Node | float:
    """Give x, or the bound that it is beyond. On a bound, both have half of the gradient.

    If `low` is above `high`, it is `high`.
    """
    return minimum(maximum(x, low), high)


@overload
def where(condition: float, if_true: float, if_false: float) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def where(condition: Node | float, if_true: Node | float, if_false: Node | float) -> Node: ...
def where(condition: Node | float, if_true: Node | float, if_false: Node | float) -> Node | float:
    """One of two numbers. The gradient flows to that one alone, whatever the other one's may be.

    Both are computed, unlike in `a if condition else b`.
    """
    if isinstance(condition, bool):
        condition = float(condition)
    return apply(PRIMITIVES["where"], condition, if_true, if_false)


@overload
def stop_gradient(x: float) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def stop_gradient(x: Node | float) -> Node: ...
def stop_gradient(x: Node | float) -> Node | float:
    """The same number, through which no gradient flows."""
    return apply(PRIMITIVES["stop_gradient"], x)


class NewFunction(Protocol):
    """A function of numbers: of floats it gives a float, with a Node among them a Node."""

    @overload
    def __call__(self, *operands: float) -> float: ...  # type: ignore[overload-overlap]  # floats come first
    @overload
    def __call__(self, *operands: Node | float) -> Node: ...


def primitive(
    value: FloatFunction, *derivatives: FloatFunction, name: str | None = None
) -> NewFunction:
    """A new primitive, of floats and Nodes alike: a function of floats, and its derivatives.

    There is one derivative for each operand, and each is a function of all operands. Check them
    with `gradcheck`. Where one raises an arithmetic error, there is no gradient.

    >>> cube = primitive(lambda x: x**3, lambda x: 3 * x**2, name="cube")
    >>> cube(2.0)
    8.0

    Raises ValueError if the name, which is that of `value` if it is not given, is one of ours.
    """
    op = name or str(getattr(value, "__name__", "primitive"))
    if op in BUILT_IN:
        raise ValueError(f"{op} is a primitive already. Give yours another name.")
    new = own_row(op, lambda *xs: number(value(*xs)), derivatives)

    def function(*operands: Node | float) -> Any:
        if len(operands) != len(derivatives):
            raise TypeError(
                f"{op} has {len(derivatives)} derivatives, but {len(operands)} operands. "
                "Give it one derivative for each operand."
            )
        return apply(new, *operands)

    function.__name__ = function.__qualname__ = op
    return function


@overload
def total(terms: Iterable[float]) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def total(terms: Iterable[Node | float]) -> Node: ...
def total(terms: Iterable[Node | float]) -> Node | float:
    """The sum, added from left to right; 0.0 if there are no terms.

    The builtin `sum` adds Nodes so too. But floats it adds otherwise since Python 3.12: it carries
    the rounding errors along, and may end with another last digit.
    """
    return add_up(terms)[0]


@overload
def mean(terms: Iterable[float]) -> float: ...  # type: ignore[overload-overlap]  # floats come first
@overload
def mean(terms: Iterable[Node | float]) -> Node: ...
def mean(terms: Iterable[Node | float]) -> Node | float:
    """The sum, added from left to right, divided by the number of terms.

    Raises ValueError if there are none.
    """
    result, number_of_terms = add_up(terms)
    if not number_of_terms:
        raise ValueError("mean of no numbers. Give it at least one.")
    return result / number_of_terms


def add_up(terms: Iterable[Any]) -> tuple[Node | float, int]:
    """The sum, added from left to right, and the number of terms.

    Nobody sees the sums on the way. So while the terms are results on the tape that the sum is on,
    the additions are written down without a handle for each: where the sum is, and its value, are
    kept here, and the handle catches up in the end.
    """
    result: Any = 0.0
    number_of_terms = position = 0
    value = 0.0
    tape: Any = None
    cells: Any = None
    if isinstance(terms, Node):
        raise OperandError(
            "Several numbers are needed here, and this is one Node.",
            "Give a list of them, or a generator: mean([x, y]).",
            operand=terms,
        )
    for term in terms:
        number_of_terms += 1
        if term.__class__ is Result and term.tape is tape and tape.cells is cells:
            value += term._value
            record = (0.0, "add", value, position, 1.0, term.position, 1.0)
            position = len(cells)
            cells += record
            continue
        if tape is not None:
            result.position, result._value = position, value
        result = result + (term if isinstance(term, Node) else number(term))
        if result.__class__ is Result:
            tape, position, value = result.tape, result.position, result._value
            cells = tape.cells
    if tape is not None:
        result.position, result._value = position, value
    return result, number_of_terms


def function_of(name: str) -> NewFunction:
    """The function in a row of the table, of floats and Nodes alike."""
    new = PRIMITIVES[name]
    if new.slope is not None:
        return cast(NewFunction, unary(name))

    def function(*operands: Any) -> Any:
        return apply(new, *operands)

    function.__name__ = function.__qualname__ = name
    function.__doc__ = new.about
    return cast(NewFunction, function)


FURTHER = [name for name, row in PRIMITIVES.items() if row.public and name not in globals()]
"""The rows that nothing above speaks of: a new one is a function without more ado."""
globals().update({name: function_of(name) for name in FURTHER})
