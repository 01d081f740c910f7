"""Ask a student's function at many points, beside a function that is right.

    def check_distance(student: Student) -> None:
        expect_agrees(student, "distance(x_i, y_i, x, y)", right,
                      [probe(x_i=0, y_i=0, x=3, y=4), *draws(1, 6, "x_i y_i x y")],
                      mistakes={"that is the square of the distance": squared})

A mistake is a function too, which does what an answer with that mistake does. It is named only
where the answer agrees with it at every point.
"""

from __future__ import annotations

import ast
import copy
import math
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from classroom.judge.student import CheckFailed, Student, Table, call_it
from classroom.words.telling import show, show_two

Function = Callable[..., Any]


@dataclass(frozen=True)
class Probe:
    """One question: the arguments by name, and in words what the numbers do not tell."""

    names: Mapping[str, Any]
    where: str = ""
    mistakes: bool = field(default=True)  # whether known mistakes answer it as well


def probe(where: str = "", *, mistakes: bool = True, **names: Any) -> Probe:
    """A question with these arguments."""
    return Probe(names, where, mistakes)


def draws(seed: int, count: int, names: str, low: float = -3.0, high: float = 3.0) -> list[Probe]:
    """`count` questions with random numbers of two decimals between `low` and `high`."""
    r = random.Random(seed)
    return [Probe({name: round(r.uniform(low, high), 2) for name in names.split()})
            for _ in range(count)]


class Recorded:
    """A function that is handed to the student's, and writes down what it is asked."""

    def __init__(self, function: Function) -> None:
        self.function = function
        self.calls: list[tuple[Any, Any]] = []

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Ask, and write it down."""
        asked = copy.deepcopy(arguments[0] if len(arguments) == 1 else arguments)
        answer = self.function(*arguments, **named)
        self.calls.append((asked, answer))
        return answer


Recorded.__name__ = Recorded.__qualname__ = "function"  # what Python's errors call it


def expect_agrees(student: Student, expression: str, reference: Function, probes: Sequence[Probe],
                  *, told: str = "", mistakes: Mapping[str, Function] | None = None,
                  tolerance: float = 1e-9, same_calls: bool = False, unchanged: str = "",
                  hint: str = "") -> None:
    """Ask that an expression gives at each probe what `reference(**names)` gives.

    `told` is the expression as the message quotes it, with the numbers put in. With `same_calls`,
    functions among the names have to be called at the same points, in their order. Lists named in
    `unchanged` have to be as before. Raises CheckFailed for the first probe that differs: with the
    first of `mistakes` that does as the answer does at all of them.
    """
    for each in probes:
        try:
            _ask(student, expression, reference, each, quoted(told or expression, each), tolerance,
                 same_calls, unchanged, hint)
        except CheckFailed as failure:
            known = [(words, does) for words, does in (mistakes or {}).items() if each.mistakes
                     and _does(student, expression, does, each, probes, tolerance)]
            if known:
                failure.why = known[0][0]
            raise


def _ask(student: Student, expression: str, reference: Function, each: Probe, what: str,
         tolerance: float, same_calls: bool, unchanged: str, hint: str) -> None:
    names, expected_names = _fresh(each.names), _fresh(each.names)
    expected = reference(**expected_names)
    got = student.evaluate(expression, told=what, **names)
    if not same(got, expected, tolerance):
        if isinstance(got, list) and isinstance(expected, tuple):
            expected = list(expected)
        mine, theirs = show_two(expected, got)
        raise CheckFailed(f"{what}: expected {mine}, yours is {theirs}", hint=hint,
                          table=_calls_table(expected_names, names))
    if same_calls:
        _compare_calls(what, expected_names, names, tolerance)
    for name in unchanged.split():
        if names[name] != each.names[name]:
            raise CheckFailed(f"After {what}, `{name}` is {show(names[name])}; it should still be "
                              f"{show(each.names[name])}")


def quoted(expression: str, each: Probe) -> str:
    """The expression with numbers and short lists in place of their names, and what else matters.

    "`central(f, 3, 0.5)`, where f(x) = x²".
    """
    shown = {name: show(given) for name, given in each.names.items() if not callable(given)}
    short = {name: text for name, text in shown.items() if len(text) <= 24}
    tree = _Filled(short).visit(ast.parse(expression, mode="eval"))
    rest = [f"{name} = {text}" for name, text in shown.items() if name not in short]
    where = each.where
    if where and not where.startswith(("where ", "which ", "with ", "in ", "on ")):
        where = f"where {where}"
    return ", ".join([f"`{ast.unparse(tree)}`", *([where] if where else []),
                      *([f"with {' and '.join(rest)}"] if rest else [])])


class _Filled(ast.NodeTransformer):
    """Puts texts in the place of names."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def visit_Name(self, node: ast.Name) -> ast.expr:
        text = self._texts.get(node.id)
        return ast.parse(text, mode="eval").body if text is not None else node


def _fresh(names: Mapping[str, Any]) -> dict[str, Any]:
    """The same arguments, to be spoilt: lists copied, functions with an empty record."""
    fresh: dict[str, Any] = {}
    for name, given in names.items():
        call_it(name, given)
        recorded = callable(given) and not isinstance(given, type)
        fresh[name] = Recorded(given) if recorded else copy.deepcopy(given)
    return fresh


def _does(student: Student, expression: str, mistake: Function, failed: Probe,
          probes: Sequence[Probe], tolerance: float) -> bool:
    """Whether the answer does the same as `mistake`, at the probe that failed and at all others.

    Where the mistake has no value, nothing is compared; that must not be at more than one probe.
    """
    compared = 0
    asked = [each for each in probes if each.mistakes]
    for each in asked:
        try:
            expected = mistake(**_fresh(each.names))
        except ArithmeticError:
            if each is failed:
                return False
            continue
        compared += 1
        try:
            got = student.evaluate(expression, **_fresh(each.names))
        except CheckFailed:
            return False
        if not same(got, expected, max(tolerance, 1e-7)):
            return False
    return compared >= max(2, len(asked) - 1)


def _compare_calls(what: str, expected: Mapping[str, Any], theirs: Mapping[str, Any],
                   tolerance: float) -> None:
    for name, mine in expected.items():
        if not isinstance(mine, Recorded):
            continue
        calls = theirs[name].calls
        if len(calls) != len(mine.calls):
            raise CheckFailed(f"{what}: `{name}` should be asked {_times(len(mine.calls))}, and "
                              f"yours asks {_times(len(calls))}",
                              table=_calls_table(expected, theirs))
        for (asked, _), (their, _) in zip(mine.calls, calls, strict=True):
            if not same(their, asked, tolerance):
                raise CheckFailed(f"{what}: `{name}` should be asked at {show(asked)}, and yours "
                                  f"asks at {show(their)}", table=_calls_table(expected, theirs))


def _times(count: int) -> str:
    return {0: "never", 1: "once", 2: "twice"}.get(count, f"{count:,} times")


_MOST_CALLS = 8


def _calls_table(expected: Mapping[str, Any], theirs: Mapping[str, Any]) -> Table | None:
    """What was asked of a function that was handed over, expected and theirs side by side."""
    for name, mine in expected.items():
        if isinstance(mine, Recorded):
            one, other = mine.calls[:_MOST_CALLS], theirs[name].calls[:_MOST_CALLS]
            rows = [[f"call {i + 1}", _asked(one, i), _asked(other, i),
                     "" if _asked(one, i) == _asked(other, i) else "differs"]
                    for i in range(max(len(one), len(other)))]
            return {"head": [f"`{name}` is asked at", "expected", "yours", ""], "rows": rows}
    return None


def _asked(calls: Sequence[tuple[Any, Any]], i: int) -> str:
    return show(calls[i][0]) if i < len(calls) else "—"


def same(got: Any, expected: Any, tolerance: float = 1e-9) -> bool:
    """Whether both are the same numbers in the same order: a list counts as a tuple, 1.0 as 1.

    A tuple does not count as a list.
    """
    if isinstance(expected, bool) or isinstance(got, bool):
        return isinstance(got, int | float) and bool(got == expected)
    if isinstance(expected, int | float):
        return isinstance(got, int | float) and close(float(got), float(expected), tolerance)
    if isinstance(expected, tuple | list):
        alike = isinstance(got, list) or (isinstance(expected, tuple) and isinstance(got, tuple))
        return alike and len(got) == len(expected) and all(
            same(theirs, mine, tolerance) for theirs, mine in zip(got, expected, strict=True))
    return type(got) is type(expected) and bool(got == expected)


def number_of(thing: Any) -> float | None:
    """The number that a float, an int or a node stands for."""
    value = getattr(thing, "value", thing)
    if not isinstance(value, int | float):
        return None
    return float(value)


def close(a: float, b: float, tolerance: float = 1e-9) -> bool:
    """Equal to `tolerance`, relative to the larger of 1 and `b`; infinities to themselves."""
    if math.isnan(b):
        return math.isnan(a)
    return a == b or abs(a - b) <= tolerance * max(1.0, abs(b))
