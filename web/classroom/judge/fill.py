"""Gradients filled into a graph by hand: each is judged by those that it is made of.

The answer is a line `name = number` for each node that was filled in. A wrong number is compared
with what one gets by the slips that one makes by hand, and the first wrong node going back is told.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from classroom.judge.checks import Student, fail, worked_out
from classroom.judge.graph import Audit, draw, local_gradients, topological
from classroom.words.telling import shortened, show

_CLOSE = 1e-6


@dataclass
class _Way:
    """One use of a node: the user's name, its gradient, and the number on the arrow to it."""

    user: str
    gradient: float
    local: float

    @property
    def term(self) -> float:
        """What comes back this way."""
        return self.gradient * self.local


def expect_filled(student: Student, output: Any, names: Mapping[str, Any]) -> Audit:
    """Ask that the student gave each named node its gradient; its graph goes with each answer.

    In the graph only those gradients are shown that are right.
    """
    order = [node for node in reversed(topological(output)) if _name(node, names)]
    ways, truth = _worked_out(output, names)
    given = _typed(student.answer, [_name(node, names) for node in order])
    audit = draw(output, names)
    right = {name for name, number in given.items() if _close(number, truth[name])}
    _show_only(audit, {name: given[name] for name in right}, names)
    for node in order:
        name = _name(node, names)
        if name not in given or name in right:
            continue
        audit.wrong = next(each["id"] for each in _drawn(audit) if each["name"] == name)
        cause = _cause(given[name], ways[name], node is output)
        fail(f"`{name}` is not {show(given[name])}. {cause}", audit=audit)
    left = [_name(node, names) for node in order if _name(node, names) not in given]
    if left:
        so_far = f"{len(right)} of {len(order)} are right. " if right else ""
        fail(f"{so_far}Still to be filled in: {', '.join(f'`{name}`' for name in left)}.",
             audit=audit)
    return audit


def _worked_out(output: Any, names: Mapping[str, Any],
                ) -> tuple[dict[str, list[_Way]], dict[str, float]]:
    """The uses of each named node, and its gradient: the sum over them."""
    by_id: dict[int, list[_Way]] = {}
    gradients: dict[int, float] = {id(output): 1.0}
    ways: dict[str, list[_Way]] = {}
    for node in reversed(topological(output)):
        uses = by_id.get(id(node), [])
        gradients.setdefault(id(node), math.fsum(way.term for way in uses))
        if name := _name(node, names):
            ways[name] = uses
        for parent, local in zip(node.parents, local_gradients(node) or (), strict=False):
            by_id.setdefault(id(parent), []).append(
                _Way(_name(node, names) or "the node", gradients[id(node)], local))
    return ways, {name: gradients[id(node)] for name, node in names.items()}


def _cause(got: float, ways: list[_Way], is_output: bool) -> str:
    """What was probably done, in words that do not give the number away."""
    if is_output:
        return ("It is the result: if it changes by a little, how much does the result change, "
                "per unit of that?")
    if len(ways) > 1:
        for way in ways:
            if _close(got, way.term):
                return (f"That is what comes back from `{way.user}` alone; it is used "
                        f"{len(ways)} times, and each use counts. Add, do not overwrite.")
        if _close(got, math.prod(way.term for way in ways)):
            return "Along one path one multiplies; where paths meet, one adds."
    if _close(got, math.fsum(way.gradient for way in ways)):
        return ("The number on the arrow is forgotten: each gradient that comes back is multiplied "
                "by the local gradient of its arrow.")
    if _close(got, math.fsum(way.local for way in ways)):
        return (f"That is what the arrows say alone: multiply by the gradient of "
                f"{_and(way.user for way in ways)}, which comes back along them.")
    if _close(-got, math.fsum(way.term for way in ways)):
        return "The size is right, the sign is not."
    if len(ways) > 1:
        return (f"It is used by {_and(way.user for way in ways)}: for each, its gradient times the "
                "number on the arrow, and then the sum.")
    return (f"It is used by `{ways[0].user}` alone: take that node's gradient, times the number on "
            "the arrow.")


def _and(users: Iterable[str]) -> str:
    listed = [f"`{user}`" for user in dict.fromkeys(users)]
    return " and ".join(listed)


def _typed(answer: str, names: list[str]) -> dict[str, float]:
    """The numbers by name; fails for a line that says something else."""
    given: dict[str, float] = {}
    for line in answer.splitlines():
        said = line.partition("#")[0].strip()
        name, equals, number = (part.strip() for part in said.partition("="))
        if not said or (number in ("", "...") and name in names):
            continue
        if name not in names or not equals:
            fail(f"`{said}` does not name a node and its gradient, as `{names[0]} = 2` would.")
        try:
            given[name] = worked_out(number.replace("−", "-").replace(",", "."))
        except ValueError:
            fail(f"`{shortened(number)}` is not a number; give `{name}` one with digits, "
                 "such as 6.5.")
    return given


def _show_only(audit: Audit, right: Mapping[str, float], names: Mapping[str, Any]) -> None:
    """Name the drawn nodes, and show the gradients that the student has found."""
    for drawn in _drawn(audit):
        label = audit.labels[drawn["id"]]
        drawn["name"] = label if label in names else None
        drawn["gradient"] = right.get(label)


def _drawn(audit: Audit) -> list[dict[str, Any]]:
    nodes: list[dict[str, Any]] = audit.graph["nodes"] if audit.graph else []
    return nodes


def _name(node: Any, names: Mapping[str, Any]) -> str:
    return next((name for name, each in names.items() if each is node), "")


def _close(got: float, expected: float) -> bool:
    return abs(got - expected) <= _CLOSE * max(1.0, abs(expected))
