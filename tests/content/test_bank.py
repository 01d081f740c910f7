"""The bank of answers: no right one is refused, no wrong one passes; nor does any mutant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.content.bank import FOLDER, bank, same, written, wrong_mutants
from tests.content.course import Exercise, exercises
from tests.content.mutate import Mutant, mutants

ALL = exercises()
WITH_CODE = [exercise for exercise in ALL if exercise.kind in ("write", "fix")]
SECONDS = 2.0  # for what is wrong, and may never end
ONE_OF = 8  # mutants in the short run
by_name = pytest.mark.parametrize("exercise", WITH_CODE, ids=lambda exercise: exercise.name)


@by_name
def test_right_answers_of_every_style_pass_and_wrong_ones_do_not(exercise: Exercise) -> None:
    answers = bank(exercise)
    styles = [answer for answer in answers if answer.kind == "right"]
    assert len(styles) >= 5, "right answers in five styles or more"
    for answer in answers:
        result = exercise.check(answer.source, seconds=10 if answer.kind == "right" else SECONDS)
        told = f"{answer.kind} [{answer.what}]: {result['message']}"
        assert result["passed"] == (answer.kind == "right"), told
        assert "The check of this exercise failed" not in result["message"], told


def survivors(exercise: Exercise, every: int) -> list[str]:
    found, tried = [], list(wrong_mutants(exercise, every))
    assert tried or not written(exercise), "no mutant was made"
    for mutant in tried:
        result = exercise.check(mutant.source, seconds=SECONDS)
        if result["passed"] or "The check of this exercise failed" in result["message"]:
            found.append(f"{mutant.rule}\n{mutant.change}\n{result['message']}")
    return found


@by_name
def test_no_mutant_of_the_solution_passes(exercise: Exercise) -> None:
    assert survivors(exercise, ONE_OF) == []


@pytest.mark.long
@by_name
def test_no_mutant_at_all_of_the_solution_passes(exercise: Exercise) -> None:
    assert survivors(exercise, 1) == []


@pytest.mark.long
@by_name
def test_what_is_said_to_do_the_same_is_a_mutant_that_does(exercise: Exercise) -> None:
    known = same(exercise)
    found = {mutant.change: mutant for mutant in mutants(exercise.files["solution.py"])
             if mutant.change in known} if known else {}
    every = {**found, **{m.change: m for m in _of_assignments(exercise) if m.change in known}}
    assert set(known) == set(every), "a mutant that is listed and not made any more"
    for change, mutant in every.items():
        passed = exercise.check(mutant.source, seconds=SECONDS)["passed"]
        assert passed, f"{known[change]}\n{change}"


def _of_assignments(exercise: Exercise) -> Iterator[Mutant]:
    return mutants(exercise.files["solution.py"], written(exercise))


def test_every_file_of_the_bank_belongs_to_an_exercise() -> None:
    files = {str(path.relative_to(FOLDER).with_suffix("")) for path in FOLDER.rglob("*.txt")}
    assert files <= {exercise.name for exercise in ALL}


SUMMED = "def f(xs):\n    t = 0\n    for x in xs:\n        t += x\n    return t\n"


@pytest.mark.parametrize(("source", "change"), [
    ("def f(a, b):\n    return a - b\n", "- return a - b\n+ return b - a"),
    ("def f(a, b):\n    return a * b\n", "- return a * b\n+ return a"),
    (SUMMED, "- t += x\n+ t = x"), (SUMMED, "+ return t"),
    ("def __radd__(self, other):\n    return to_node(other) + self\n",
     "- return to_node(other) + self\n+ return Node(other + self.value)"),
    ("def __add__(self, other):\n    return Node(self.value + other.value, (self, other))\n",
     "- return Node(self.value + other.value, (self, other))\n"
     "+ self.value = self.value + other.value\n+ return self"),
    ("def f(xs):\n    xs = list(xs)\n    return total(xs) / len(xs)\n",
     "- xs = list(xs)\n+ xs = xs"),
])
def test_mutants_change_the_structure(source: str, change: str) -> None:
    assert change in [mutant.change for mutant in mutants(source)]
