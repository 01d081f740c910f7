"""Recursion: as deep as is safe, in the Lab and in the checks of exercises alike."""

from __future__ import annotations

import sys

import pytest

from classroom.judge.run import run_check
from classroom.run.depth import DEEPEST, limited_depth
from classroom.words.faults import Problem

EXERCISE = {"exercise.toml": 'kind = "write"\ntitle = "Deep"\npassed = "Right."\n',
            "check.py": "def check_it(student):\n    pass\n", "starter.py": ""}
RECURSIVE = "def f(n):\n    return 0 if n == 0 else 1 + f(n - 1)\n"


def test_the_limit_can_be_lowered_not_raised_and_is_put_back() -> None:
    before, function = sys.getrecursionlimit(), sys.setrecursionlimit
    with limited_depth():
        sys.setrecursionlimit(DEEPEST - 10)
        with pytest.raises(Problem, match="cannot be raised"):
            sys.setrecursionlimit(DEEPEST + 1)
    assert sys.getrecursionlimit() == before
    assert sys.setrecursionlimit is function


def test_an_exercise_may_recurse_150_levels_deep_and_not_for_ever() -> None:
    assert run_check(EXERCISE, RECURSIVE + "f(150)")["passed"]
    endless = run_check(EXERCISE, RECURSIVE + "f(-1)", cause_seconds=0)
    assert "called itself hundreds of times deep" in endless["message"]
    assert endless["line"] == 2


def test_an_exercise_that_raises_the_limit_is_told_what_to_do() -> None:
    told = run_check(EXERCISE, "import sys\nsys.setrecursionlimit(10 ** 6)")
    assert told["message"] == (
        "The recursion limit cannot be raised here: deeper calls would crash Python. "
        "Use a loop, with a list as a stack, in place of the recursion.")
    assert told["line"] == 2
