"""From a function of numbers to its gradient.

A gradient has the shape of what it is by: that of one argument is one, that of several a tuple; by
a list or a dict of numbers it is a list or a dict. Underneath, a point is some numbers, and its
gradient a tuple of as many: see `flat_value_and_grad`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal, overload

from .errors import OperandError
from .handle import describe, number, zero_grad
from .node import Node
from .shapes import Tree
from .tracing import Argnums, Call, check_function, traced

if TYPE_CHECKING:  # they are of no use when it runs, and would travel with the page
    from .signatures import ByFirst, BySome, Gradient, ValueAndFirst, ValueAndGradient, ValueAndSome

Loss = Callable[..., Any]


@overload
def value_and_grad(f: Loss, argnums: None = None) -> ValueAndGradient: ...
@overload
def value_and_grad(  # type: ignore[overload-overlap]  # 0 is told apart first
    f: Loss, argnums: Literal[0]
) -> ValueAndFirst: ...
@overload
def value_and_grad(f: Loss, argnums: int | Sequence[int]) -> ValueAndSome: ...
def value_and_grad(f: Loss, argnums: Argnums = None) -> Any:
    """A function that gives the value of `f`, and its gradient by its arguments.

    >>> value_and_grad(lambda x, y: x * y + x)(3.0, 4.0)
    (15.0, (5.0, 3.0))
    >>> value_and_grad(lambda w: w["a"] * w["b"][0])({"a": 2.0, "b": [3.0, 4.0]})
    (6.0, {'a': 3.0, 'b': [2.0, 0.0]})

    The gradient by one argument has its shape; that by several is a tuple. `argnums` says by which:
    a number for one, numbers for a tuple. All others are data, which `f` gets as they are. So are
    those given by keyword, unless there are no others: then the gradient is a dict. What is no
    number has None in its place.

    Of Nodes, or within another gradient, the results are Nodes: see `grad`.

    Raises OperandError if `f` does not return one number, or there is none to take the gradient by;
    GradientError if the gradient does not exist, and what `f` raises. A `no_grad` around the call
    changes nothing; one within `f` does.
    """
    check_function(f, argnums, "grad(f)(x)")

    def value_and_gradient(*arguments: Tree, **keywords: Tree) -> tuple[float, Tree]:
        call = Call(f, argnums, arguments, keywords)
        value, gradient = traced(call.at, call.point, _value_and_gradient, may_nest=call.may_nest)
        return value, call.shaped(gradient)

    return value_and_gradient


@overload
def grad(f: Loss, argnums: None = None) -> Gradient: ...
@overload
def grad(  # type: ignore[overload-overlap]  # 0 is told apart first
    f: Loss, argnums: Literal[0]
) -> ByFirst: ...
@overload
def grad(f: Loss, argnums: int | Sequence[int]) -> BySome: ...
def grad(f: Loss, argnums: Argnums = None) -> Any:
    """A function that gives the gradient of `f`: see `value_and_grad`.

    >>> x = 3.0
    >>> x - 0.1 * grad(lambda x: x * x)(x)
    2.4

    Gradients have gradients, nested as one likes. An inner one may use an outer variable:

    >>> grad(grad(lambda x: x**3))(2.0)
    12.0
    >>> grad(lambda x: x * grad(lambda y: x * y * y)(2.0))(3.0)
    24.0
    """
    value_and_gradient: Any = value_and_grad(f, argnums)

    def gradient(*arguments: Tree, **keywords: Tree) -> Tree:
        return value_and_gradient(*arguments, **keywords)[1]

    return gradient


def flat_value_and_grad(f: Loss) -> Callable[..., tuple[float, tuple[float, ...]]]:
    """The same for a function of numbers alone: the gradient is a tuple, of one number too."""

    def value_and_gradient(*point: float) -> tuple[float, tuple[float, ...]]:
        return traced(f, list(map(number, point)), _value_and_gradient, may_nest=False)

    return value_and_gradient


def _value_and_gradient(
    sources: list[Node], results: list[Any], nests: bool
) -> tuple[Any, tuple[Any, ...]]:
    """Value and gradient: Nodes, if another gradient may be taken of them, else floats."""
    (result,) = results
    if not isinstance(result, Node):
        return _constant(result), (0.0,) * len(sources)
    if nests:
        from .recorded_sweep import recorded_gradient  # most gradients, and the page, do without

        return result, recorded_gradient(result, sources)
    return result._value, gradient_by(sources, result)


def gradient_by(leaves: list[Node], result: Node) -> tuple[float, ...]:
    """The gradient of a result by leaves that nobody else has. Raises GradientError."""
    zero_grad(leaves)  # the loss may have called `backward()` itself
    result.backward()
    return tuple([leaf._leaf.gradient for leaf in leaves])


def _constant(result: object) -> float:
    """The number that a loss returned, which depends on no parameter."""
    try:
        return number(result)
    except OperandError:
        hint = "Is there a `return`?" if result is None else "Return one number, such as their sum."
        message = f"A loss gives one number, and what this one gave is {describe(result)}."
        raise OperandError(message, hint, operand=result) from None
