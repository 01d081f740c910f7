"""Answers for tests alone: right ones in many styles, wrong ones, and mutants that are neither.

An exercise's bank is a text file, tests/content/bank/CHAPTER/EXERCISE.txt, of sections:

    # --- right: a lambda                the whole answer
    # --- right, changed: a dataclass    its difference from the solution, as tools/differences.py
                                         reads it
    # --- wrong: the sign                a whole answer, or `wrong, changed:`
    # --- same: the order is free        mutants that do what the solution does, as they are told:
    - left[i] -= h                       lines before and after, a blank line between two
    + left[i] -= h
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.content.course import LESSONS, Exercise, course, exercises
from tests.content.engine_styles import styled
from tests.content.mutate import Mutant, definitions, functions, mutants
from tools.differences import applied

FOLDER = Path(__file__).parent / "bank"
_HEADER = re.compile(r"^# --- (right|wrong|same)(, changed)?: (.+)\n", flags=re.M)


@dataclass(frozen=True)
class Answer:
    """An answer of the bank, whole."""

    kind: str
    what: str
    source: str


def bank(exercise: Exercise) -> list[Answer]:
    """The right and wrong answers of an exercise's bank; a step of the engine in all styles."""
    solution = exercise.files["solution.py"]
    styles = [Answer("right", style, source) for style, source in styled(solution)] \
        if exercise.name in course()["engine"] else []
    return styles + [Answer(kind, what, applied(solution, text, exercise.name) if changed else text)
                     for kind, changed, what, text in _sections(exercise) if kind != "same"]


def same(exercise: Exercise) -> dict[str, str]:
    """What each mutant that does the same as the solution changes, and why it does the same."""
    return {change.strip(): why for kind, _, why, text in _sections(exercise) if kind == "same"
            for change in text.split("\n\n") if change.strip()}


def _sections(exercise: Exercise) -> list[tuple[str, bool, str, str]]:
    path = FOLDER / f"{exercise.name}.txt"
    if not path.exists():
        return []
    parts = _HEADER.split(path.read_text("utf-8"))[1:]
    return [(parts[i], bool(parts[i + 1]), parts[i + 2], parts[i + 3])
            for i in range(0, len(parts), 4)]


def written(exercise: Exercise) -> set[str]:
    """The definitions that are the student's to write: in the solution, and not so before it."""
    before = dict(definitions(_readable(exercise.files["starter.py"])))
    if "continues" in exercise.settings:
        before |= definitions(Exercise(
            LESSONS / exercise.settings["continues"]).files["solution.py"])
    solution = exercise.files["solution.py"]
    own = functions(solution) | {name for name, text in definitions(solution).items()
                                 if "elementary(" in text}
    return {name for name in own if before.get(name) != definitions(solution)[name]}


def _readable(source: str) -> str:
    try:
        ast.parse(source)
    except SyntaxError:
        return ""
    return source


def wrong_mutants(exercise: Exercise, every: int = 1) -> Iterator[Mutant]:
    """One of `every` mutants of what the student writes, without those that do the same."""
    known = same(exercise)
    for mutant in mutants(exercise.files["solution.py"], written(exercise), every):
        if mutant.change not in known:
            yield mutant


def report(seconds: float = 10.0, every: int = 16) -> list[str]:
    """Right answers that are refused, wrong ones and mutants that pass: for the Pyodide run.

    `seconds` is the page's time limit; of the mutants, one of `every` is tried.
    """
    found = []
    for exercise in exercises():
        if exercise.kind not in ("write", "fix"):
            continue
        for answer in bank(exercise):
            result = exercise.check(answer.source, seconds=seconds)
            if result["passed"] != (answer.kind == "right"):
                found.append(f"{exercise.name}, {answer.kind} [{answer.what}]: {result['message']}")
        found += [f"{exercise.name}, mutant: {mutant.change}"
                  for mutant in wrong_mutants(exercise, every)
                  if exercise.check(mutant.source, seconds=2.0)["passed"]]
    return found
