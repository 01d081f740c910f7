"""A function run once on Nodes of its own, so that the tape can be swept from its results.

`Call` sees a call of any function as one of numbers alone. `traced` runs such a function, and says
whether what is found there is to be Nodes in its turn, since it stands within another derivative.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from .errors import OperandError
from .handle import describe
from .joining import NO_TAPE, current_tape, leave, note
from .node import Node, pinned_leaf
from .pausing import paused, recorded
from .shapes import Tree, leaves_of, tree_map
from .tape import Tape

Argnums = int | Sequence[int] | None
Numbers = Sequence[Any]
"""Floats, and Nodes."""
Found = TypeVar("Found")


class Call:
    """A call of `f` with these arguments, as a function of the numbers in those that are chosen.

    `point` are these numbers. Within `no_grad` they are floats, and `may_nest` is false: nobody
    takes a derivative of what is found here.
    """

    def __init__(
        self,
        f: Callable[..., Any],
        argnums: Argnums,
        arguments: Sequence[Tree],
        keywords: dict[str, Tree],
    ) -> None:
        self.f, self.arguments, self.keywords = f, arguments, keywords
        self.by_name = not arguments and bool(keywords) and argnums is None
        self.places = _places(argnums, len(arguments))
        self.is_one = isinstance(argnums, int) or (argnums is None and len(arguments) == 1)
        self.tree = keywords if self.by_name else [arguments[place] for place in self.places]
        self.may_nest = not paused()
        self.point = self.numbers(leaves_of(self.tree))
        if self.tree and not self.point:
            raise OperandError(
                "There is no number here that a gradient could be by.",
                "Give numbers, or lists, tuples and dicts of numbers.",
                operand=self.tree,
            )

    def at(self, *numbers: Any) -> Any:
        """What `f` gives with these numbers in place of those of the point."""
        tree = _filled(self.tree, numbers, lambda data: data)
        if self.by_name:
            return self.f(**tree)
        arguments = list(self.arguments)
        for place, argument in zip(self.places, tree, strict=True):
            arguments[place] = argument
        return self.f(*arguments, **self.keywords)

    def shaped(self, numbers: Numbers) -> Tree:
        """A number for each of the point's, in the shape of the arguments; None for data."""
        tree = _filled(self.tree, numbers, lambda _data: None)
        if self.by_name:
            return tree
        return tree[0] if self.is_one else tuple(tree)

    def numbers(self, numbers: list[Any]) -> list[Any]:
        """The same, as floats if nobody takes a derivative."""
        if self.may_nest:
            return numbers
        return [x.value if isinstance(x, Node) else x for x in numbers]


def _filled(tree: Tree, numbers: Numbers, at_data: Callable[[Any], Any]) -> Tree:
    following = iter(numbers)
    return tree_map(lambda _number: next(following), tree, at_data)


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


def traced(
    f: Callable[..., Any],
    point: Numbers,
    read: Callable[[list[Node], list[Any], bool], Found],
    results: Callable[[Any], list[Any]] = lambda result: [result],
    *,
    may_nest: bool = True,
) -> Found:
    """Run `f` on sources in place of the numbers of a point; give what `read` finds on the tape.

    `results` are the Nodes and numbers in what `f` gives. `read` gets the sources, the results, and
    whether what it finds is to be Nodes: where the point has Nodes in it, or `f` uses one by which
    a gradient is being taken. Of a Node it is a copy that `f` gets, so that other uses of the same
    Node are kept apart.
    """
    tape = Tape()
    sources = [x * 1.0 if isinstance(x, Node) else pinned_leaf(tape, x) for x in point]
    leaves = [source for source in sources if source.is_leaf]
    try:
        with recorded():
            found = results(f(*sources))
            nests = len(leaves) < len(sources)
            homes = {id(x.tape): current_tape(x) for x in found if isinstance(x, Node)}
            for home in homes.values():
                is_alone = not nests and len(leaves) >= len(home.leaves)
                if not is_alone and home is not NO_TAPE:
                    note(home, "takes a gradient within itself, as with grad(...)")
                    nests = nests or (may_nest and _awaited(home, leaves))
            return read(sources, found, nests)
    finally:
        for leaf in leaves:
            leave(leaf)


def _awaited(home: Tape, own: list[Node]) -> bool:
    """Whether other leaves on this tape await their gradient."""
    here_for_a_while = {id(leaf()) for leaf in home.temporary}
    excepted = here_for_a_while.union(map(id, own))
    others = [leaf for _place, ref in home.leaves if (leaf := ref()) is not None]
    return any(current_tape(leaf) is home and id(leaf) not in excepted for leaf in others)


def check_function(f: object, argnums: object, how: str) -> None:
    """Raise OperandError for what people write in place of grad(f)(x)."""
    if not callable(f):
        raise OperandError(
            f"A function is needed here, and this is {describe(f)}.",
            f"Write {how}: first of which function, then at which point.",
            operand=f,
        )
    places = argnums if isinstance(argnums, Sequence) else [] if argnums is None else [argnums]
    for place in places:
        if not isinstance(place, int) or isinstance(place, bool):
            raise OperandError(
                f"argnums are places of arguments, counted from 0, and this is {describe(place)}.",
                f"Write {how}: first of which function, then at which point.",
                operand=place,
            )
