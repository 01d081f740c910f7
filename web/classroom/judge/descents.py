"""Watch a descent that runs on the student's engine."""

from __future__ import annotations

import sys
from typing import Any

from classroom.judge.graph import topological
from classroom.judge.student import Student, fail


def expect_steady_graph(student: Student, expression: str, **names: Any) -> None:
    """Ask that each `backward()` while `expression` runs goes through a graph of the same size.

    A parameter that becomes a result of its own step takes all earlier steps along.
    """
    cls: Any = sys.modules["my_engine"].Node
    backward, sizes = cls.backward, []

    def counted(node: Any) -> Any:
        sizes.append(len(topological(node)))
        return backward(node)

    cls.backward = counted
    try:
        student.evaluate(expression, **names)
    finally:
        cls.backward = backward
    if not sizes:
        fail(f"`{expression}` never calls `backward()` of your engine.")
    if max(sizes) > sizes[0]:
        step = next(i for i, size in enumerate(sizes) if size > sizes[0])
        fail(f"In `{expression}` the graph grows: it has {sizes[0]} nodes in the first step and "
             f"{sizes[step]} in step {step + 1}", hint="the parameters should stay leaves, whose "
             "`value` changes; the steps of the descent are no part of the graph")
