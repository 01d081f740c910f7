"""Parameters in the shape that people have them in: numbers, and lists, tuples and dicts of such.

JAX calls such a thing a tree. Numbers are its leaves, and anything else in it is data: truths,
text, None, objects. An array of numpy's is a tree as well, known by what it can do, as nothing of
numpy is imported here.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from copy import copy
from numbers import Real
from typing import Any

from .errors import OperandError
from .handle import Handle, describe, is_scalar, number

Tree = Any
"""A number, or a list, tuple, dict or array of trees; or data."""
Point = tuple[float, ...]


def tree_map(at_leaf: Callable[[Any], Any], tree: Tree, at_data: Callable[[Any], Any]) -> Tree:
    """The same shape, with another thing in place of each number, and of each datum.

    The leaves come in the order in which they stand; an entry of a dict at the place where its key
    was put in. Raises OperandError for a tree that contains itself.
    """
    try:
        return _mapped(at_leaf, tree, at_data)
    except RecursionError:
        raise OperandError(
            "These parameters are nested without an end: a list that contains itself, it seems.",
            "Give numbers, or lists, tuples and dicts of numbers.",
        ) from None


def _mapped(at_leaf: Callable[[Any], Any], tree: Tree, at_data: Callable[[Any], Any]) -> Tree:
    if is_leaf(tree):
        return at_leaf(tree if isinstance(tree, Handle) else number(tree))
    if isinstance(tree, tuple):
        items = [_mapped(at_leaf, item, at_data) for item in tree]
        return type(tree)(*items) if hasattr(tree, "_fields") else tuple(items)
    if isinstance(tree, list):
        return _filled(tree, enumerate(tree), at_leaf, at_data)
    if isinstance(tree, dict):
        return _filled(tree, tree.items(), at_leaf, at_data)
    if is_array(tree):
        return array_like(tree, [_mapped(at_leaf, item, at_data) for item in tree.flat])
    return at_data(tree)


def _filled(
    tree: Tree,
    items: Iterable[tuple[Any, Tree]],
    at_leaf: Callable[[float], Any],
    at_data: Callable[[Any], Any],
) -> Tree:
    """A copy, which is of the same kind where that is one of a learner's own, with other items."""
    filled = copy(tree)
    for place, item in items:
        filled[place] = _mapped(at_leaf, item, at_data)
    return filled


def is_leaf(tree: Tree) -> bool:
    """Whether this is one number, as a Node is; a truth is none."""
    if isinstance(tree, Real | Handle):
        return not isinstance(tree, bool)
    return is_scalar(tree) and is_leaf(tree.item())


def is_array(tree: Tree) -> bool:
    """Whether this is an array of numbers, as numpy makes them, or of Nodes."""
    kind = getattr(getattr(tree, "dtype", None), "kind", "")
    if not (hasattr(tree, "astype") and hasattr(tree, "flat")):
        return False
    return kind in ("i", "u", "f") or (kind == "O" and all(map(is_leaf, tree.flat)))


def array_like(array: Any, items: list[Any]) -> Any:
    """An array of the same shape with these items; of objects, unless all are plain numbers."""
    kinds = set(map(type, items))
    if len(kinds) == 1 and is_array(items[0]):  # a table of tables is one, of more dimensions
        library = sys.modules[type(array).__module__.partition(".")[0]]
        return library.array(items).reshape(array.shape + items[0].shape)
    result = array.astype(object)  # a copy
    for index, item in enumerate(items):
        result.flat[index] = item
    return result.astype(kinds.pop()) if kinds in ({float}, {bool}) else result


def leaves_of(tree: Tree) -> list[Any]:
    """The numbers and Nodes of a tree, in their order."""
    found: list[Any] = []
    tree_map(found.append, tree, lambda _data: None)
    return found


def point_of(start: object) -> Point:
    """A point, of its numbers or of one alone. Raises OperandError for anything else."""
    if isinstance(start, Real | Handle) or is_scalar(start):
        return (number(start),)
    if isinstance(start, str) or not isinstance(start, Iterable):
        raise OperandError(
            f"A point is some numbers, and this is {describe(start)}.",
            "Give a list with a number for each parameter, such as [3.0, -1.0].",
            operand=start,
        )
    return tuple([number(x) for x in start])
