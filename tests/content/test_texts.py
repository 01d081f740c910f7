"""The text of the course: its blocks, figures, links, numbers and code."""

from __future__ import annotations

import contextlib
import io
import re
import tomllib
from pathlib import Path

import pytest

from tests.content.course import LESSONS, blocks, course, untrue_output
from tests.content.prose import untrue_text

CHAPTERS = [LESSONS / chapter["folder"] for chapter in course()["chapter"]]
by_folder = pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.name)


def text(chapter: Path) -> str:
    return (chapter / "lesson.md").read_text("utf-8")


def prose(chapter: Path) -> str:
    return re.sub(r"^```.*?^```$", "", text(chapter), flags=re.M | re.S)


def figures(chapter: Path) -> list[dict]:
    return [tomllib.loads(block) for block in blocks(chapter, "figure")]


def example(name: str) -> Path | None:
    """A figure's code: a file under the lessons, or one of the Lab's examples by its name."""
    places = (
        LESSONS / name,
        LESSONS.parent / "app/model/examples" / f"{name.replace('-', '_')}.py",
    )
    return next((place for place in places if place.is_file()), None)


def test_chapters_come_after_what_they_need():
    seen: set[str] = set()
    for chapter in course()["chapter"]:
        assert set(chapter) == {"folder", "title", "question", "minutes", "needs"}
        assert set(chapter["needs"]) <= seen, chapter["folder"]
        seen.add(chapter["folder"])


@by_folder
def test_lesson_begins_with_the_title_that_the_course_gives_it(chapter):
    titles = {entry["folder"]: entry["title"] for entry in course()["chapter"]}
    assert text(chapter).splitlines()[0] == f"# {titles[chapter.name]}"


@by_folder
def test_every_fence_is_of_a_known_kind_and_closed(chapter):
    fences = re.findall(r"^```(.*)$", text(chapter), flags=re.M)
    assert len(fences) % 2 == 0
    opened, closed = fences[::2], fences[1::2]
    assert set(opened) <= {
        "exercise", "figure", "question", "python", "python run", "python check", "output", "text",
    }  # fmt: skip
    assert set(closed) <= {""}


@by_folder
def test_math_signs_come_in_pairs(chapter):
    for paragraph in re.sub(r"`[^`\n]*`", "", prose(chapter)).split("\n\n"):
        assert paragraph.count("$") % 2 == 0, paragraph


@by_folder
def test_text_says_nothing_loudly(chapter):
    plain = re.sub(r"\$.*?\$|`[^`\n]*`", "", prose(chapter), flags=re.S)
    assert "!" not in plain
    assert not re.search(r"\b(obviously|of course|simply put|easy)\b", plain), "not for a learner"


@by_folder
def test_links_lead_somewhere(chapter):
    for target in re.findall(r"\]\(([^)]+)\)", prose(chapter)):
        file = re.sub(r"\.ipynb$", ".py", target.partition("#")[0])  # which the build makes it of
        assert target.startswith("https://") or (chapter / file).exists(), target


@by_folder
def test_code_in_the_lesson_runs_and_prints_what_the_lesson_says(chapter):
    assert untrue_output(chapter) == []


@by_folder
def test_code_of_a_figure_has_a_loss_that_can_be_differentiated_at_its_start(chapter):
    from py_engine.gradients import flat_value_and_grad

    for figure in figures(chapter):
        path = example(figure["code"])
        assert path is not None
        names: dict = {"__name__": "figure"}
        exec(compile(path.read_text("utf-8"), str(path), "exec"), names)
        start = figure.get("start", names["loss"].__defaults__)
        value, gradient = flat_value_and_grad(names["loss"])(*start)
        assert value == pytest.approx(names["loss"](*start))
        assert len(gradient) == len(start)


@by_folder
def test_numbers_in_the_text_are_those_that_its_checks_compute(chapter):
    assert untrue_text(chapter) == []


def test_check_that_the_text_contradicts_is_told_with_file_and_line(tmp_path):
    (tmp_path / "lesson.md").write_text(
        "# One\n\nThere are 3.\n\n```python check\nn = 2 + 2\nsays(f'There are {n}')\n```\n"
        "\n```python check\nn = 1\n```\n"
    )
    contradicted, idle = untrue_text(tmp_path)
    assert "/lesson.md:7: AssertionError: the text should say \"There are 4\"" in contradicted
    assert "/lesson.md:11: AssertionError: this check holds the text to nothing" in idle


@by_folder
def test_program_in_a_question_prints_what_the_answer_begins_with(chapter):
    for question, _, answer in (part.partition("\n---\n") for part in blocks(chapter, "question")):
        for code in re.findall(r"^~~~python\n(.*?)^~~~$", question, flags=re.M | re.S):
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(code, chapter.name, "exec"), {"__name__": "question"})
            said = printed.getvalue().strip()
            assert re.match(rf"{said}\b|.*`{said}`", answer.strip()), (said, answer)


def test_numbers_quoted_for_the_thousand_houses_are_those_of_the_engine():
    from py_engine.gradients import flat_value_and_grad

    names: dict = {}
    exec((LESSONS / "01-the-problem/median.py").read_text("utf-8"), names)
    loss, gradient = flat_value_and_grad(names["loss"])(0.3, 0.3)
    assert loss == pytest.approx(0.443052824475648, rel=1e-14)
    shown = ", ".join(f"tensor({slope:.4f})" for slope in gradient).replace(", ", " ")
    assert f"0.44305282831192017\n{shown}\n" in text(LESSONS / "04-engines")


def test_numbers_quoted_for_one_house_are_those_of_the_engine():
    names: dict = {}
    exec((LESSONS / "06-graph/one_house.py").read_text("utf-8"), names)
    assert names["loss"]() == pytest.approx(0.5472122517293468, rel=1e-15)
    lesson = text(LESSONS / "06-graph")
    for number in ("0.3229", "0.4418", "0.1043", "0.1952", "0.2994", "0.5472"):
        assert number in lesson
