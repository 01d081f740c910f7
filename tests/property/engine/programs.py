"""Random programs: each step takes earlier results, so that subexpressions are shared."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

Step = tuple[str, int, int]
Program = list[Step]

BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
CONSTANTS = (0.5, 2.0, -3.0)
UNARY = ("sqrt", "exp", "log", "sin", "cos", "tanh", "square", "negative")

PLACE = st.integers(0, 100)
STEP = st.tuples(st.sampled_from([*BINARY, *BINARY, *UNARY]), PLACE, PLACE)
PROGRAMS = st.lists(STEP, min_size=1, max_size=12)
POINTS = st.lists(st.floats(0.1, 3.0) | st.floats(-3.0, -0.1), min_size=1, max_size=3)


def run(
    program: Program, point: list[Any], functions: dict[str, Callable[[Any], Any]]
) -> list[Any]:
    """The result of every step. Operands are earlier results, the point, or a constant."""
    results: list[Any] = []
    for op, i, j in program:
        known = [*results[-3:], *point, *results, *CONSTANTS]
        a, b = known[i % (len(known) - len(CONSTANTS))], known[j % len(known)]
        if op in BINARY:
            results.append(BINARY[op](a, b))
        elif op == "square":
            results.append(a**2)
        elif op == "negative":
            results.append(-a)
        else:
            results.append(functions[op](a))
    return results
