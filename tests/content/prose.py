"""Blocks `python check` of a lesson: the text before them is held to what they compute.

They are Python with these names besides:

    says(words)      the section so far says this, word for word
    figures          the settings of the lesson's figures
    houses()         N, xs, ys: the data of the course
    solution(name)   what an exercise's solution defines, by name
    code(path)       the text of a file below web/lessons
    number(n)        a small number as a word
"""

from __future__ import annotations

import random
import re
import tomllib
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.content.course import LESSONS, Exercise, blocks
from tools.differences import whole

BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", flags=re.M | re.S)
NUMBERS = ("no one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
           "fifteen sixteen seventeen eighteen nineteen twenty").split()


class Check(NamedTuple):
    """A block: the line where its code begins, the code, and the section up to it."""

    line: int
    code: str
    text: str


def checks(chapter: Path) -> Iterator[Check]:
    source = (chapter / "lesson.md").read_text("utf-8")
    for block in BLOCK.finditer(source):
        if block[1] == "python check":
            before = source[: block.start()]
            section = before[before.rfind("\n## ") + 1 :]
            yield Check(before.count("\n") + 2, block[2], " ".join(section.split()))


def untrue_text(chapter: Path) -> list[str]:
    """What the checks of a lesson find wrong, with file and line."""
    found = []
    for line, code, text in checks(chapter):
        try:
            run(chapter, code, text, line)
        except Exception as error:  # whatever it is, it is told with its place
            places = traceback.extract_tb(error.__traceback__)
            at = [place.lineno for place in places if place.filename.endswith("lesson.md")]
            where = at[-1] if at else line
            found.append(f"{chapter.name}/lesson.md:{where}: {type(error).__name__}: {error}")
    return found


def run(chapter: Path, code: str, text: str, line: int) -> None:
    """Run one block. Raises what it raises; AssertionError where the text says otherwise."""
    said = []

    def says(words: str) -> None:
        said.append(words)
        assert words in text, f'the text should say "{words}"; it says "{text[-400:]}"'

    names: dict[str, Any] = {
        "__name__": "check",
        "says": says,
        "figures": [tomllib.loads(block) for block in blocks(chapter, "figure")],
        "houses": houses,
        "solution": solution,
        "code": lambda path: whole(LESSONS, LESSONS / path),
        "number": NUMBERS.__getitem__,
    }
    exec(compile("\n" * (line - 1) + code, str(chapter / "lesson.md"), "exec"), names)
    assert said, "this check holds the text to nothing"


def houses() -> tuple[int, list[float], list[float]]:
    r = random.Random(5)
    xs = [r.uniform(0, 1) for _ in range(1000)]
    return 1000, xs, [r.uniform(0, 1) for _ in range(1000)]


def solution(name: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "solution"}
    exec(compile(Exercise(LESSONS / name).files["solution.py"], name, "exec"), names)
    return names
