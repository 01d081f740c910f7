"""Random losses: with loops over data, nested means, sequences, branches, and reused values.

A loss is a tree of tuples, drawn by Hypothesis, and run by `evaluate` on floats or Nodes alike.
Its operations stay inside their domains, so that each draw has a value and a gradient.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from hypothesis import strategies as st

from py_engine import exp, hypot, log, mean, sigmoid, sin, sqrt, tanh
from py_engine.node import apply
from py_engine.primitives import PRIMITIVES

NUMBERS = st.floats(-2, 2, allow_nan=False).map(lambda x: round(x, 3))

ONE: dict[str, Callable[[Any], Any]] = {
    "neg": lambda a: -a,
    "square": lambda a: a**2,
    "cube": lambda a: a**3,
    "root": lambda a: sqrt(a * a + 0.5),
    "half power": lambda a: (a * a + 0.25) ** 0.5,
    "odd power": lambda a: (a * a + 0.25) ** 1.3,
    "inverse": lambda a: (a * a + 1.0) ** -1,
    "exp": lambda a: exp(tanh(a)),
    "log": lambda a: log(a * a + 0.5),
    "sin": sin,
    "tanh": tanh,
    "sigmoid": sigmoid,
    "abs": abs,
    "relu": lambda a: apply(PRIMITIVES["relu"], a),
    "softplus": lambda a: apply(PRIMITIVES["softplus"], a),
    "floor": lambda a: a - apply(PRIMITIVES["floor"], a * 0.37),
    "halves": lambda a: a * 0.5,
    "from one": lambda a: 1.0 - a,
}
TWO: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda a, b: a + b,
    "sub": lambda a, b: a - b,
    "mul": lambda a, b: a * b,
    "div": lambda a, b: a / (b * b + 1.5),
    "power": lambda a, b: (a * a + 0.5) ** tanh(b),
    "hypot": lambda a, b: hypot(a, b * b + 0.5),
    "larger": lambda a, b: apply(PRIMITIVES["maximum"], a, b),
    "branch": lambda a, b: a * 2.0 if a < b else b * b,
    "remainder": lambda a, b: a % (b * b + 1.25),
}


KINDS = "let mean list walk lag nested sum matrix".split()


def expressions(names: list[str], leaves: int = 6) -> st.SearchStrategy[Any]:
    """Expressions over these names and constants."""
    return _expressions(tuple(names), leaves)


@cache  # making a strategy costs more than drawing from it
def _expressions(names: tuple[str, ...], leaves: int) -> st.SearchStrategy[Any]:
    atom = st.sampled_from(names) | st.sampled_from(names[-4:]) | st.sampled_from(names) | NUMBERS

    def larger(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.tuples(st.sampled_from(list(ONE)), inner) | st.tuples(
            st.sampled_from(list(TWO)), inner, inner
        )

    return larger(st.recursive(atom, larger, max_leaves=leaves))


@st.composite
def losses(draw: st.DrawFn) -> tuple[int, list[Any]]:
    """(number of parameters, statements). The loss is the sum of all scalars."""
    inputs = draw(st.integers(1, 3))
    names = [f"p{k}" for k in range(inputs)]
    data = draw(st.lists(st.tuples(NUMBERS, NUMBERS), min_size=3, max_size=9))
    lists: list[str] = []
    statements: list[Any] = [("data", data)]
    for number in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(KINDS))
        name = f"s{number}"
        inside = [*names, "a", "b", *lists]
        if kind == "let":
            body: Any = draw(expressions(names))
        elif kind == "walk":
            body = draw(expressions([*inside, "state", "state"]))
        elif kind == "lag":
            body = draw(expressions([*inside, "state", "before"]))
        elif kind in ("nested", "matrix"):
            other = draw(st.lists(NUMBERS, min_size=4, max_size=6))
            body = (other, draw(expressions([*inside, "c"])), draw(expressions([*inside, "inner"])))
        else:
            body = draw(expressions(inside))
        statements.append((kind, name, body))
        if kind in ("list", "matrix"):
            lists.append(f"{name}[]")
        names.append(name)
    return inputs, statements


def run(expression: Any, values: dict[str, Any]) -> Any:
    """The value of an expression."""
    if isinstance(expression, float):
        return expression
    if isinstance(expression, str):
        return values[expression]
    op, *operands = expression
    table: dict[str, Any] = ONE if len(operands) == 1 else TWO
    return table[op](*(run(operand, values) for operand in operands))


def evaluate(statements: list[Any], point: tuple[Any, ...]) -> Any:
    """The loss at a point of floats or Nodes."""
    scope: dict[str, Any] = {f"p{k}": x for k, x in enumerate(point)}
    lists: dict[str, list[Any]] = {}
    data = statements[0][1]

    def rows() -> Any:
        for k, (a, b) in enumerate(data):
            yield {**scope, "a": a, "b": b, **{n: v[k] for n, v in lists.items()}}

    result = 0.5 * point[0] * point[-1]
    for kind, name, body in statements[1:]:
        if kind == "let":
            scope[name] = run(body, scope)
        elif kind == "mean":
            scope[name] = mean(run(body, row) for row in rows())
        elif kind == "sum":
            scope[name] = sum(run(body, row) for row in rows())
        elif kind == "list":
            lists[f"{name}[]"] = [run(body, row) for row in rows()]
            scope[name] = mean(lists[f"{name}[]"])
        elif kind == "walk":
            state = scope["p0"]
            for row in rows():
                state = tanh(run(body, {**row, "state": state}))
            scope[name] = state
        elif kind == "lag":
            before = state = list(scope.values())[-1]
            for row in rows():
                row |= {"state": state, "before": before}
                before, state = state, tanh(run(body, row))
            scope[name] = state
        else:
            other, first, second = body
            made = []
            for row in rows():
                inner = mean([run(first, {**row, "c": c}) for c in other])
                made.append(run(second, {**row, "inner": inner}))
            if kind == "matrix":
                lists[f"{name}[]"] = made
            scope[name] = mean(made)
        result = result + scope[name]
    return result
