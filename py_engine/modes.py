"""Derivatives along a direction, and of functions that give several numbers, in both modes.

Forward mode (`jvp`) follows one direction through the tape to all results; reverse mode (`vjp`)
goes from one combination of the results back to all parameters. `jacobian` takes whichever needs
fewer sweeps, `hessian` is the Jacobian of the gradient, and `hvp` pushes a direction through the
gradient. All of them stand within each other, and within `grad`, as deep as one likes.

Names, orders and shapes are those of JAX: a point is the tuple of a function's arguments. As with
`grad`, the point may also come in a second call.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, TypeVar, overload

from .errors import OperandError
from .forward_sweep import tangents
from .functions import total
from .gradients import grad
from .handle import Handle, describe, number, result_on
from .joining import NO_TAPE, current_tape, release
from .node import Node, Result
from .ours import is_ours
from .pausing import recorded
from .recorded_sweep import Number, recorded_gradient, value_of
from .shapes import Tree, is_array, is_leaf, leaves_of, tree_map
from .tracing import Argnums, Call, Numbers, check_function, traced

if TYPE_CHECKING:  # they are of no use when it runs, and would travel with the page
    from .signatures import Hessian, Jacobian, Jvp, ProductWithHessian, Pullback, Vjp

T = TypeVar("T")


@overload
def jvp(f: Callable[..., Node], /) -> Jvp[float]: ...
@overload
def jvp(f: Callable[..., T], /) -> Jvp[T]: ...
@overload
def jvp(
    f: Callable[..., Node], point: object, direction: object, /, **data: object
) -> tuple[float, float]: ...
@overload
def jvp(
    f: Callable[..., T], point: object, direction: object, /, **data: object
) -> tuple[T, T]: ...
def jvp(f: Callable[..., Any], /, *point_and_direction: Tree, **data: Tree) -> Any:
    """The value of `f` at a point, and its derivative there in a direction: forward mode.

    >>> jvp(lambda x, y: x * y, (3.0, 4.0), (1.0, 0.0))
    (12.0, 4.0)
    >>> jvp(lambda x: [x * x, 7.0])(3.0, 0.5)
    ([9.0, 7.0], [3.0, 0.0])

    `jvp(f, point, direction)` and `jvp(f)(point, direction)` are the same. The point is a tuple or
    list of the arguments, or one argument that is neither, and the direction has its shape; where
    the point has data, of the direction nothing is asked. Keywords are data. Both results have the
    shape of what `f` gives, and its data is None in the derivative. Where the direction is 0.0,
    nothing moves: an infinite slope does not matter there.

    Of Nodes, or within another derivative, the results are Nodes: see `grad`.

    Raises OperandError if `f` gives no number, or the shapes differ; GradientError if the
    derivative does not exist, and what `f` raises.
    """
    check_function(f, None, "jvp(f)(point, direction)")

    def derivative(point: Tree, direction: Tree, /, **data: Tree) -> tuple[Tree, Tree]:
        arguments, output = _arguments(f, point, data), _Output()
        call = Call(f, range(len(arguments)), arguments, data)
        moves = call.numbers(
            _leaves_like(call.tree, list(_arguments(f, direction, data)), "direction", "point")
        )

        def read(sources: list[Node], results: Numbers, nests: bool) -> tuple[Tree, Tree]:
            as_nodes = nests or any(isinstance(move, Node) for move in moves)
            moved = tangents(results, sources, moves, as_nodes=as_nodes)
            return output.values(as_nodes=nests), output.shaped(moved)

        return traced(call.at, call.point, read, output.numbers, may_nest=call.may_nest)

    return derivative(*point_and_direction, **data) if point_and_direction else derivative


@overload
def vjp(f: Callable[..., Node], /) -> Vjp[float]: ...
@overload
def vjp(f: Callable[..., T], /) -> Vjp[T]: ...
@overload
def vjp(
    f: Callable[..., Node], x: object, /, *point: object, **data: object
) -> tuple[float, Pullback]: ...
@overload
def vjp(
    f: Callable[..., T], x: object, /, *point: object, **data: object
) -> tuple[T, Pullback]: ...
def vjp(f: Callable[..., Any], /, *point: Tree, **data: Tree) -> Any:
    """The value of `f` at a point, and a function that goes back from there: reverse mode.

    >>> value, pullback = vjp(lambda x, y: [x * y, x + y], 3.0, 4.0)
    >>> value, pullback([1.0, 0.0]), pullback([0.0, 1.0])
    ([12.0, 7.0], (4.0, 3.0), (1.0, 1.0))

    `vjp(f, x, y)` and `vjp(f)(x, y)` are the same. The pullback takes a number for each number that
    `f` gave, in the same shape, and gives the gradient of their products' sum: a tuple with one
    entry for each argument, each of its argument's shape, with None for data. It can be called as
    often as one likes, and keeps the tape. Keywords are data.

    Of Nodes, or within another derivative, the results are Nodes: see `grad`.

    Raises OperandError if `f` gives no number, or the shapes differ; GradientError, when it is
    called, if the gradient does not exist, and what `f` raises.
    """
    check_function(f, None, "vjp(f)(x, y)")

    def value_and_pullback(*point: Tree, **data: Tree) -> tuple[Tree, Any]:
        call, output = Call(f, range(len(point)), point, data), _Output()

        def read(sources: list[Node], results: Numbers, nests: bool) -> tuple[Tree, Any]:
            starts, ends = list(map(_stayed, sources)), list(map(_stayed, results))

            def pullback(cotangent: Tree) -> Tree:
                weights = call.numbers(output.weights(cotangent))
                return call.shaped(_weighted(ends, weights, starts, as_nodes=nests))

            return output.values(as_nodes=nests), pullback

        return traced(call.at, call.point, read, output.numbers, may_nest=call.may_nest)

    return value_and_pullback(*point, **data) if point else value_and_pullback


@overload
def hvp(f: Callable[..., Any], /) -> ProductWithHessian: ...
@overload
def hvp(f: Callable[..., Any], point: float, direction: float, /, **data: object) -> float: ...
@overload
def hvp(f: Callable[..., Any], point: object, direction: object, /, **data: object) -> object: ...
def hvp(f: Callable[..., Any], /, *point_and_direction: Tree, **data: Tree) -> Any:
    """The Hessian of `f` at a point times a direction, without the Hessian.

    >>> hvp(lambda x, y: x * x * y)((3.0, 4.0), (1.0, 0.0))
    (8.0, 6.0)

    It is the derivative of the gradient in that direction (B. Pearlmutter, 1994): it has the
    gradient's shape, and costs a few times as much. Point, direction and what is raised are those
    of `jvp`, and `hvp(f, point, direction)` is the same.
    """
    check_function(f, None, "hvp(f)(point, direction)")

    def product(point: Tree, direction: Tree, /, **data: Tree) -> Tree:
        point, direction = _arguments(f, point, data), _arguments(f, direction, data)
        return jvp(grad(f), point, direction, **data)[1]

    if point_and_direction:
        return product(*point_and_direction, **data)
    return _second_of(f, "hvp", product)


def jacobian(f: Callable[..., Any], argnums: Argnums = None) -> Jacobian:
    """A function that gives all derivatives of `f`, which gives several numbers.

    >>> jacobian(lambda x, y: [x * y, x + y])(3.0, 4.0)
    [(4.0, 3.0), (1.0, 1.0)]

    In place of each number that `f` gives stands its gradient, in the shape in which `grad` has it:
    as for `grad`, `argnums` says by which arguments, and keywords are data. What is no number has
    None in its place. Of arrays of numpy's, it is an array with the dimensions of both.

    Of Nodes, or within another derivative, the results are Nodes: see `grad`.

    Raises OperandError if `f` gives no number, or there is none to take the derivative by;
    GradientError if one does not exist, and what `f` raises.
    """
    check_function(f, argnums, "jacobian(f)(x, y)")

    def derivatives(*arguments: Tree, **keywords: Tree) -> Tree:
        call, output = Call(f, argnums, arguments, keywords), _Output()

        def read(sources: list[Node], results: Numbers, nests: bool) -> Tree:
            rows = _rows(results, sources, as_nodes=nests)
            output.values(as_nodes=nests)
            return output.shaped([call.shaped(row) for row in rows])

        return traced(call.at, call.point, read, output.numbers, may_nest=call.may_nest)

    return derivatives


def hessian(f: Callable[..., Any], argnums: Argnums = None) -> Hessian:
    """A function that gives the second derivatives of `f`, row by row.

    >>> hessian(lambda x, y: x * x * y)(3.0, 4.0)
    ((8.0, 6.0), (6.0, 0.0))
    >>> hessian(lambda w: w["a"] ** 3)({"a": 2.0})
    {'a': {'a': 12.0}}

    It is the Jacobian of the gradient: in place of each number of the gradient stands the gradient
    of that number. Arguments, `argnums` and what is raised are those of `grad`.
    """
    check_function(f, argnums, "hessian(f)(x, y)")
    derivatives: Any = jacobian(grad(f, argnums), argnums)
    found: Hessian = derivatives if argnums is not None else _second_of(f, "hessian", derivatives)
    return found


def _second_of(f: Callable[..., Any], which: str, derivatives: Any) -> Any:
    """The function, with a word for `jit` on what it is; of a compiled loss its own method."""
    if is_ours(type(f).__module__) and hasattr(f, which):
        return getattr(f, which)
    derivatives.second_of = f, which
    return derivatives


class _Output:
    """What a function gave: numbers, in a tree."""

    tree: Tree

    def numbers(self, tree: Tree) -> list[Any]:
        """The numbers and Nodes in it."""
        self.tree, numbers = tree, leaves_of(tree)
        is_empty = (isinstance(tree, list | tuple | dict) and not tree) or is_array(tree)
        if not (numbers or is_empty):
            raise OperandError(
                f"A function to be differentiated gives numbers, and what this one gave is "
                f"{describe(tree)}.",
                "Is there a `return`?" if tree is None else "Return a number, or a list of some.",
                operand=tree,
            )
        return numbers

    def values(self, *, as_nodes: bool) -> Tree:
        """The same in floats, unless they are to be Nodes; then other leaves may leave the tape."""

        def value(x: Any) -> Any:
            if as_nodes or not isinstance(x, Node):
                return x
            release(current_tape(x))
            return x._value

        return tree_map(value, self.tree, lambda data: data)

    def shaped(self, items: Sequence[Any]) -> Tree:
        """Something in place of each number, and None in place of data."""
        following = iter(items)
        return tree_map(lambda _number: next(following), self.tree, lambda _data: None)

    def weights(self, cotangent: Tree) -> list[Any]:
        """A number for each of these, given in the same shape."""
        return _leaves_like(self.tree, cotangent, "cotangent", "function's value")


def _arguments(f: Callable[..., Any], point: Tree, data: dict[str, Tree]) -> Sequence[Tree]:
    """The arguments that a point is. Raises OperandError if `f` does not take so many."""
    if not isinstance(point, tuple | list):
        return (point,)
    try:
        signature = inspect.signature(f)
    except (TypeError, ValueError):
        return point  # a function that is not of Python's does not tell
    try:
        signature.bind(*point, **data)
    except TypeError as error:
        raise OperandError(
            f"The function does not take the arguments of this point: {error}.",
            "A point is a tuple of the arguments: for a function of one list, ([1.0, 2.0],).",
            operand=point,
        ) from None
    return point


def _leaves_like(tree: Tree, other: Tree, what: str, whose: str) -> list[Any]:
    """The numbers of another tree, which has them where this one has; of its data nothing is asked.

    Raises OperandError, which names the first place where only one of the two has a number.
    """
    expected, found = _by_place(tree), _by_place(other)
    for place in [*expected, *found]:
        if (place in expected) != (place in found):
            has, lacks = (what, whose) if place in found else (whose, what)
            raise OperandError(
                f"At {place} the {has} has a number, and the {lacks} has none.",
                f"The {what} needs a number for each number of the {whose}, and the same shape.",
                operand=other,
            )
    return [found[place] for place in expected]


def _by_place(tree: Tree, place: str = "") -> dict[str, Any]:
    """The numbers and Nodes of a tree, by where they stand: "[0]['a']"."""
    if is_leaf(tree):
        return {place or "its root": tree if isinstance(tree, Handle) else number(tree)}
    if isinstance(tree, dict):
        items = [(repr(key), item) for key, item in tree.items()]
    elif isinstance(tree, list | tuple):
        items = [(str(index), item) for index, item in enumerate(tree)]
    elif is_array(tree):
        items = [(str(index), item) for index, item in enumerate(tree.flat)]
    else:
        return {}
    found: dict[str, Any] = {}
    for index, item in items:
        found |= _by_place(item, f"{place}[{index}]")
    return found


def _stayed(x: Any) -> Node | None:
    """A handle on what stays on its tape, whichever leaves are let go."""
    if not isinstance(x, Node) or current_tape(x) is NO_TAPE:
        return None
    return result_on(x.tape, x.position, Result)


def _weighted(
    ends: Sequence[Node | None], weights: Numbers, starts: Sequence[Any], *, as_nodes: bool
) -> Sequence[Number]:
    """The gradient of the sum of results times weights. One with the weight 0.0 plays no part."""
    with recorded():
        parts = [end * weight for end, weight in zip(ends, weights, strict=True)
                 if end is not None and (isinstance(weight, Node) or weight)]
        as_nodes = as_nodes or any(isinstance(weight, Node) for weight in weights)
        return _gradient(total(parts), starts, as_nodes=as_nodes)


def _rows(
    results: Numbers, sources: Sequence[Node], *, as_nodes: bool
) -> Sequence[Sequence[Number]]:
    """The gradient of each result: a backward sweep for each, or a forward one for each source."""
    if sum(isinstance(x, Node) for x in results) <= len(sources):
        return [_gradient(x, sources, as_nodes=as_nodes) for x in results]
    units = [[float(k == j) for j in range(len(sources))] for k in range(len(sources))]
    return list(zip(*[tangents(results, sources, unit, as_nodes=as_nodes) for unit in units],
                    strict=True))  # fmt: skip


def _gradient(result: Any, sources: Sequence[Node], *, as_nodes: bool) -> Sequence[Number]:
    """The gradient of one result. Raises GradientError."""
    if not isinstance(result, Node) or (tape := current_tape(result)) is NO_TAPE:
        return (0.0,) * len(sources)
    if as_nodes:
        return recorded_gradient(result, sources)
    tape.sweep(result.position)
    gradient = [tape.cells[x.position] if current_tape(x) is tape else 0.0 for x in sources]
    if all(map(isfinite, gradient)):
        return gradient
    return [value_of(x) for x in recorded_gradient(result, sources)]  # or it says what is wrong
