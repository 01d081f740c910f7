"""What a figure of the course claims, held against the figure's own numbers.

A claim is a Python expression over these names:

- `caption`: the text under the figure, so that it can be held to a number in it:
  `f"{loss:.2f}" in caption`
- `start`, `loss`, `gradient`: the point that is shown, and the loss and its gradient there
- `at(...)`, `slopes(...)`: loss and gradient at another point
- `best`: the best point that another method knows, or None
- `losses`, `points`, `steps`: along the figure's descent, its start first; how many steps it took
- `instead(...)`: the losses of the same descent with other settings, as in `instead(rate=0.1)`
- `operations`, `repeats`: in the graph, how many were carried out, and how often each frame repeats
- `nodes`, `order`: gradients by the names in the graph; the names as the backward pass meets them
- `source`: the Python code that the loss is compiled to
- `laps`: the seconds of a race, by name

with Python's arithmetic and `abs all any len max min range round sorted sum zip hypot`.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from math import hypot
from typing import Any

from classroom.api import Classroom
from classroom.prerender.opening import drained, joined
from classroom.protocol import Evaluation
from classroom.words.faults import Plain

HELPERS: Mapping[str, Any] = {
    each.__name__: each
    for each in (abs, all, any, len, max, min, range, round, sorted, sum, zip, hypot)
}


def refuted(figure: Plain, shown: Plain, room: Classroom) -> str | None:
    """In one sentence why the figure's claim does not hold; None where it does.

    `figure` is what was asked, `shown` its still, `room` where its loss has been run.
    """
    claim = str(figure["claim"])
    facts = Facts(figure, shown, room)
    try:
        tree = ast.parse(claim, mode="eval")
    except SyntaxError as error:
        return f"the claim is not a Python expression: {error.msg}"
    if not named_in(tree) & facts.known - {"caption"}:
        return f"the claim says nothing of the figure; it may name {', '.join(sorted(facts.known))}"
    try:
        held = facts.value_of(claim)
    except Exception as error:  # whatever an author's expression may raise is told as theirs
        return f"the claim cannot be computed: {type(error).__name__}: {error}"
    return None if held else f"the claim does not hold: {_with_numbers(tree, facts)}"


class Facts:
    """A figure's numbers by name, each found when it is asked for."""

    known = frozenset({"caption", "start", "loss", "gradient", "at", "slopes", "best", "losses",
                       "points", "steps", "instead", "operations", "repeats", "nodes", "order",
                       "source", "laps"})

    def __init__(self, figure: Plain, shown: Plain, room: Classroom) -> None:
        self._figure, self._shown, self._room = figure, shown, room

    def value_of(self, expression: str) -> Any:
        """Evaluate. Raises NameError for a name that is not known, and what the expression does."""
        named = named_in(ast.parse(expression, mode="eval"))
        found = {name: self.find(name) for name in named & self.known}
        return eval(expression, {"__builtins__": {}, **HELPERS, **found})

    def find(self, name: str) -> Any:
        shown, point = self._shown, self._shown["here"]["point"]
        match name:
            case "caption" | "laps":
                return self._figure[name]
            case "start":
                return point
            case "loss" | "gradient":
                return shown["here"]["evaluation"][name]
            case "at":
                return lambda *point: self._evaluate(point)["loss"]
            case "slopes":
                return lambda *point: self._evaluate(point)["gradient"]
            case "best":
                return shown["result"]["best"] and shown["result"]["best"]["point"]
            case "losses" | "points" | "steps":
                return self._descent({})[name]
            case "instead":
                return lambda **settings: self._descent(settings)["losses"]
            case "operations":
                return shown["result"]["graph"]["size"]
            case "repeats":
                return [frame["count"] for frame in shown["result"]["graph"]["frames"]]
            case "nodes" | "order":
                return self._passed_back()[name]
        return self._room.explain({})["python"]

    def _evaluate(self, point: tuple[float, ...]) -> Evaluation:
        return self._room.evaluate({"point": list(point)})

    def _descent(self, settings: Plain) -> Plain:
        if not self._figure.get("descent"):
            raise ValueError("this figure has no descent")
        start = self._shown["here"]["point"]
        args: Any = {**self._figure["descent"], "start": start, **settings}
        events, end = drained(self._room.descend(args))
        walk = joined(events)
        size = len(start)
        flat = list(walk["points"])
        return {"losses": list(walk["losses"]), "steps": end["steps"],
                "points": [flat[i:i + size] for i in range(0, len(flat), size)]}

    def _passed_back(self) -> Plain:
        result = self._shown["result"]
        names = {node["id"]: node["name"] or node["symbol"] for node in result["graph"]["nodes"]}
        return {"nodes": {names[node["id"]]: node["gradient"] for node in result["graph"]["nodes"]},
                "order": [names[row["node"]] for row in result["traversal"]]}


def named_in(tree: ast.AST) -> set[str]:
    """All names that an expression mentions."""
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def _with_numbers(tree: ast.Expression, facts: Facts) -> str:
    """The first part of an expression that is false, with what its two sides came to."""
    body = tree.body
    parts = body.values if isinstance(body, ast.BoolOp) and isinstance(body.op, ast.And) else [body]
    false = next(part for part in parts if not facts.value_of(ast.unparse(part)))
    said = ast.unparse(false)
    if not isinstance(false, ast.Compare):
        return said
    sides = [facts.value_of(ast.unparse(side)) for side in (false.left, *false.comparators)]
    return f"{said}; they are {' and '.join(f'{side!r:.60}' for side in sides)}"
