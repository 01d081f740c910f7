"""Small programs of a few operations, random ones among them, to try a student's engine on."""

from __future__ import annotations

import functools
import random
from collections.abc import Mapping, Sequence
from typing import Any

from classroom.judge.checks import differs, slope
from classroom.judge.student import Student, compiled_question
from classroom.words.telling import at


class Program:
    """A few operations on x, y and what came before, as text: `a = x * y; b = 2 - a`."""

    def __init__(self, values: Mapping[str, float], lines: Sequence[tuple[str, str]]) -> None:
        self.values = dict(values)
        self.lines = list(lines)
        self.names = [name for name, _ in lines]
        self._slopes: dict[str, float] = {}

    def __str__(self) -> str:
        return f"`{'; '.join(f'{name} = {text}' for name, text in self.lines)}`{at(self.values)}"

    def on_nodes(self, student: Student, nodes: Mapping[str, Any]) -> dict[str, Any]:
        """Each line's result on the student's nodes, by name."""
        made: dict[str, Any] = {}
        for name, text in self.lines:
            made[name] = student.evaluate(text, **{**nodes, **made})
            if not isinstance(made[name], student.get("Node")):
                differs(f"`{text}` in {self}", "a Node", made[name], "")
        return made

    def on_floats(self, values: Mapping[str, float], nudge: str = "", by: float = 0.0) -> float:
        """The last result on floats; what is called `nudge` is larger by `by`."""
        known: dict[str, Any] = {"__builtins__": {}, **values}
        if nudge in values:
            known[nudge] += by
        for name, text in self.lines:
            known[name] = eval(compiled_question(text)[0], known)
            if name == nudge:
                known[name] += by
        return float(known[self.names[-1]])

    def slope(self, name: str) -> float:
        """The derivative of the last result by what is called `name`, by central differences."""
        if name not in self._slopes:
            self._slopes[name] = slope(lambda by: self.on_floats(self.values, name, by), 0.0)
        return self._slopes[name]


@functools.cache  # the same each time: those at random are looked for once
def programs() -> tuple[Program, ...]:
    """From one operation to seven: the first that fails is a small one."""
    lengths = (1, 2, 2, 3, 3, 4, 4, 5, 6, 7)
    two = {"x": 1.5, "y": -0.5}
    return (
        *(random_program(random.Random(i + 1), length) for i, length in enumerate(lengths)),
        Program({"x": 1.5}, [("a", "x + 1"), ("b", "a * 2"), ("c", "a * b")]),
        Program({"x": 1.5}, [("a", "x + 1"), ("b", "a * 2"), ("c", "b * a")]),
        Program(two, [("a", "x * y"), ("b", "a - x"), ("c", "b * b"), ("d", "a / c"),
                      ("e", "d - a")]),
        Program(two, [("a", "x * y"), ("b", "x - a"), ("c", "b * b"), ("d", "c / a"),
                      ("e", "a - d")]),
    )


def random_program(r: random.Random, length: int) -> Program:
    """`length` operations that all lead to the last, on earlier results in either order."""
    while True:
        values = {"x": round(r.uniform(0.5, 2.5), 2), "y": round(r.uniform(-2.5, -0.5), 2)}
        lines: list[tuple[str, str]] = []
        unused = ["x", "y"]
        for name in "abcdefgh"[:length]:
            known = [*values, *(line[0] for line in lines)]
            one = unused.pop() if unused else r.choice(known)
            lines.append((name, _line(r, one, known)))
            unused = [u for u in unused if u not in lines[-1][1].split()] + [name]
        program = Program(values, lines)
        if len(unused) == 1 and _gentle(program):
            return program


def _line(r: random.Random, one: str, known: Sequence[str]) -> str:
    kind = r.random()
    if kind < 0.1:
        return f"- {one}"
    if kind < 0.25:
        return f"{one} ** {r.choice((2, 3))}"
    other = r.choice(known) if kind < 0.75 else r.choice(("2", "3", "0.5"))
    left, right = r.sample((one, other), 2)
    return f"{left} {r.choice('+-*/')} {right}"


def _gentle(program: Program) -> bool:
    """Whether its numbers are of a size at which central differences are good."""
    try:
        value = program.on_floats(program.values)
        slopes = [program.slope(name) for name in (*program.values, *program.names)]
    except ArithmeticError:
        return False
    return all(abs(number) < 40 for number in (value, *slopes)) and all(
        abs(slope) > 0.02 for slope in slopes[: len(program.values)])
