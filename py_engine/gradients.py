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
from .joining import NOWHERE, leave, note, settle
from .node import Node, paused, pinned_leaf, recorded
from .recorded_sweep import recorded_gradient
from .shapes import Tree, leaves_of, tree_map
from .tape import Tape

if TYPE_CHECKING:  # they are of no use when it runs, and would travel with the page
    from .signatures import ByFirst, BySome, Gradient, ValueAndFirst, ValueAndGradient, ValueAndSome

Loss = Callable[..., Any]
Argnums = int | Sequence[int] | None


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
    _check(f, argnums)

    def value_and_gradient(*arguments: Tree, **keywords: Tree) -> tuple[float, Tree]:
        if not arguments and keywords and argnums is None:
            return _by_keywords(f, keywords)
        places = _places(argnums, len(arguments))
        chosen = [arguments[place] for place in places]

        def of_chosen(trees: list[Tree]) -> Any:
            filled = list(arguments)
            for place, tree in zip(places, trees, strict=True):
                filled[place] = tree
            return f(*filled, **keywords)

        value, gradients = _by_tree(of_chosen, chosen)
        is_one = isinstance(argnums, int) or (argnums is None and len(arguments) == 1)
        return value, gradients[0] if is_one else tuple(gradients)

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
        return _differentiate(f, list(map(number, point)), may_nest=False)

    return value_and_gradient


def _differentiate(f: Loss, point: list[Any], *, may_nest: bool) -> tuple[Any, tuple[Any, ...]]:
    """Value and gradient: Nodes, if another gradient may be taken of them, else floats.

    It may where the point has Nodes in it, or `f` uses one by which a gradient is being taken. Of a
    Node it is a copy that `f` gets, so that other uses of the same Node are kept apart.
    """
    tape = Tape()
    sources = [x * 1.0 if isinstance(x, Node) else pinned_leaf(tape, x) for x in point]
    leaves = [source for source in sources if source.is_leaf]
    try:
        with recorded():
            result = f(*sources)
            if not isinstance(result, Node):
                return _constant(result), (0.0,) * len(sources)
            home = settle(result)
            is_alone = len(leaves) == len(sources) >= len(home.leaves)
            if not is_alone and home is not NOWHERE:
                note(home, "takes a gradient within itself, as with grad(...)")
            if len(leaves) < len(sources) or (may_nest and not is_alone and _awaited(home, leaves)):
                return result, recorded_gradient(result, sources)
            return result._value, gradient_by(sources, result)
    finally:
        for leaf in leaves:
            leave(leaf)


def _awaited(home: Tape, own: list[Node]) -> bool:
    """Whether other leaves on this tape await their gradient."""
    here_for_a_while = {id(guest()) for guest in home.guests}
    excepted = here_for_a_while.union(map(id, own))
    others = [leaf for _place, ref in home.leaves if (leaf := ref()) is not None]
    return any(leaf.tape is home and id(leaf) not in excepted for leaf in others)


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


def _by_keywords(f: Loss, keywords: dict[str, Tree]) -> tuple[float, dict[str, Tree]]:
    value, gradient = _by_tree(lambda tree: f(**tree), keywords)
    return value, gradient


def _by_tree(f: Loss, tree: Tree) -> tuple[float, Tree]:
    """Value and gradient of a function of one tree."""
    numbers = leaves_of(tree)
    if tree and not numbers:
        raise OperandError(
            "There is no number here that a gradient could be by.",
            "Give numbers, or lists, tuples and dicts of numbers.",
            operand=tree,
        )

    def of_numbers(*leaves: Any) -> Any:
        following = iter(leaves)
        return f(tree_map(lambda _number: next(following), tree, lambda data: data))

    within_no_grad = paused()  # then nobody takes a gradient of this one
    if within_no_grad:
        numbers = [x.value if isinstance(x, Node) else x for x in numbers]
    value, gradient = _differentiate(of_numbers, numbers, may_nest=not within_no_grad)
    following = iter(gradient)
    return value, tree_map(lambda _number: next(following), tree, lambda _data: None)


def _places(argnums: Argnums, count: int) -> Sequence[int]:
    """The places of the arguments that the gradient is by."""
    places = range(count) if argnums is None else [argnums] if isinstance(argnums, int) else argnums
    for place in places:
        if not -count <= place < count:
            raise OperandError(
                f"There is no argument number {place}: {count} were given.",
                "argnums counts them from 0.",
                operand=argnums,
            )
    if len({place % count for place in places}) < len(places):
        raise OperandError(
            f"argnums names an argument twice: {list(places)}.",
            "Name each once: its gradient is one.",
            operand=argnums,
        )
    return places


def _check(f: object, argnums: object) -> None:
    """Raise OperandError for what people write in place of grad(f)(x)."""
    if not callable(f):
        raise OperandError(
            f"A function is needed here, and this is {describe(f)}.",
            "Write grad(f)(x): first of which function, then at which point.",
            operand=f,
        )
    places = argnums if isinstance(argnums, Sequence) else [] if argnums is None else [argnums]
    for place in places:
        if not isinstance(place, int) or isinstance(place, bool):
            raise OperandError(
                f"argnums are places of arguments, counted from 0, and this is {describe(place)}.",
                "Write grad(f)(x): first of which function, then at which point.",
                operand=place,
            )
