"""Each exercise proves itself: starter, solution, and every wrong answer."""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.content.course import KINDS, LESSONS, Exercise, course, exercises, problems

ALL = exercises()
ENGINE = [Exercise(LESSONS / name) for name in course()["engine"]]


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_starter_fails_solution_passes_and_each_wrong_answer_earns_its_message(exercise):
    found = problems(exercise)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("exercise", ALL, ids=lambda exercise: exercise.name)
def test_exercise_has_its_files_and_settings(exercise):
    needed = {"exercise.toml", "starter.py", "solution.py", "check.py", "hints.md"}
    assert needed <= set(exercise.files)
    assert exercise.kind in KINDS
    assert ("program.py" in exercise.files) == (exercise.kind in ("predict", "find", "fill"))
    assert 2 <= exercise.settings["minutes"] <= 15
    assert {"title", "task", "passed"} <= set(exercise.settings)
    known = {"kind", "title", "minutes", "task", "passed", "continues", "engine", "slopes"}
    assert set(exercise.settings) <= known
    assert exercise.files["hints.md"].count("\n\n---\n\n") >= 1, "at least two hints"


FINDING = [exercise for exercise in ALL if exercise.kind == "find"]


@pytest.mark.parametrize("exercise", FINDING, ids=lambda exercise: exercise.name)
def test_a_graph_to_search_comes_with_the_empty_answer_and_its_wrong_node_with_the_right_one(
    exercise,
):
    asked = exercise.check("")
    assert (asked["passed"], asked["wrongNode"]) == (False, None)
    names = {node["name"] for node in asked["graph"]["nodes"]}
    solution = exercise.files["solution.py"].strip()
    assert solution in names
    found = exercise.check(solution)
    assert found["wrongNode"] in {node["id"] for node in found["graph"]["nodes"]}
    assert exercise.check(found["wrongNode"])["passed"], "a node may be named by its id"


def test_every_folder_of_an_exercise_is_named_by_its_lesson_once():
    folders = sorted(str(path.parent.relative_to(LESSONS))
                     for path in LESSONS.glob("*/*/exercise.toml"))
    assert sorted(exercise.name for exercise in ALL) == folders


def test_an_exercise_continues_only_what_comes_before_it():
    order = [exercise.name for exercise in ALL]
    for exercise in ALL:
        for key in ("continues", "engine", "slopes"):
            earlier = exercise.settings.get(key)
            if earlier is not None:
                assert order.index(earlier) < order.index(exercise.name), exercise.name


def test_each_step_of_the_engine_continues_the_step_before():
    for before, after in pairwise(ENGINE):
        assert after.settings["continues"] == before.name


CONTINUING = [exercise for exercise in ALL if "continues" in exercise.settings]


@pytest.mark.parametrize("exercise", CONTINUING, ids=lambda exercise: exercise.name)
def test_ones_own_earlier_code_is_not_enough_and_the_message_says_what_is_missing(exercise):
    before = Exercise(LESSONS / exercise.settings["continues"])
    result = exercise.check(before.files["solution.py"])
    assert not result["passed"]
    assert len(result["message"]) > 15


def test_only_code_that_grows_continues_earlier_code():
    assert {exercise.kind for exercise in CONTINUING} <= {"write", "fix"}


@pytest.mark.parametrize("index", range(1, len(ENGINE)), ids=lambda i: ENGINE[i].name)
def test_each_step_of_the_engine_passes_the_check_before_it(index):
    result = ENGINE[index - 1].check(ENGINE[index].files["solution.py"])
    assert result["passed"], result["message"]


@pytest.mark.parametrize("earlier", ENGINE, ids=lambda exercise: exercise.name)
def test_the_last_step_of_the_engine_passes_every_earlier_check(earlier):
    result = earlier.check(ENGINE[-1].files["solution.py"])
    assert result["passed"], result["message"]


def test_there_are_at_least_forty_exercises_in_thirteen_chapters_and_about_six_hours():
    chapters = course()["chapter"]
    assert len(chapters) == 13
    assert len(ALL) >= 40
    assert {exercise.kind for exercise in ALL} == KINDS
    minutes = sum(chapter["minutes"] for chapter in chapters)
    assert 300 <= minutes <= 420
