"""The course as the tests see it, in CPython under pytest and in Pyodide (tests/pyodide)."""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

sys.path.append(str(Path(__file__).resolve().parents[2] / "web"))  # for scripts without pytest

from classroom.judge.run import run_check
from tools.differences import whole

LESSONS = Path(__file__).resolve().parents[2] / "web" / "lessons"
KINDS = {"write", "fix", "predict", "order", "find", "fill"}
LOOPS = {
    "write": "while True:\n    pass\n",
    "fix": "total = 1\nwhile total:\n    total = total + 1\n",
}


@dataclass(frozen=True)
class Exercise:
    """A folder of the course."""

    path: Path

    @property
    def name(self) -> str:
        return f"{self.path.parent.name}/{self.path.name}"

    @cached_property
    def files(self) -> dict[str, str]:
        return {str(file.relative_to(self.path)): whole(self.path.parents[1], file)
                for file in sorted(self.path.rglob("*"))
                if file.suffix in (".py", ".toml", ".md")}

    @cached_property
    def settings(self) -> dict[str, Any]:
        return tomllib.loads(self.files["exercise.toml"])

    @property
    def kind(self) -> str:
        return str(self.settings["kind"])

    @property
    def wrong(self) -> dict[str, str]:
        """Wrong answer by file name, to the message that it states in its first line."""
        stated = {}
        for name, text in self.files.items():
            if name.startswith("wrong/"):
                first = text.partition("\n")[0]
                stated[name] = first.removeprefix("# message: ") if "# message: " in first else ""
        return stated

    def check(self, answer: str, seconds: float = 30.0, cause_seconds: float = 0.0,
              ) -> dict[str, Any]:
        """The CheckResult; without the search for a cause unless it is given time."""
        engine = self.settings.get("engine")
        lessons = self.path.parents[1]
        source = whole(lessons, lessons / engine / "solution.py") if engine else None
        slopes = self.settings.get("slopes")
        own = {"my_slopes.py": whole(lessons, lessons / slopes / "solution.py")} if slopes else {}
        return run_check({**self.files, **own}, answer, engine=source, seconds=seconds,
                         cause_seconds=cause_seconds)


def course(lessons: Path = LESSONS) -> dict[str, Any]:
    return tomllib.loads((lessons / "course.toml").read_text("utf-8"))


def blocks(chapter: Path, language: str) -> list[str]:
    """The fenced blocks of a lesson whose info string is `language`."""
    text = (chapter / "lesson.md").read_text("utf-8")
    return re.findall(rf"^```{re.escape(language)}\n(.*?)^```$", text, flags=re.M | re.S)


def exercises(lessons: Path = LESSONS) -> list[Exercise]:
    """Every exercise, in the order in which the lessons name them."""
    return [Exercise(lessons / chapter["folder"] / name.strip())
            for chapter in course(lessons)["chapter"]
            for name in blocks(lessons / chapter["folder"], "exercise")]


def problems(exercise: Exercise, *, wrong: bool = True) -> list[str]:
    """All that is wrong with an exercise's own proof, in sentences; empty when it holds.

    The wrong answers, most of the time that it takes, can be left out.
    """
    rejecting = [*_wrong(exercise), *_robust(exercise)] if wrong else []
    return [*_starter(exercise), *_solution(exercise), *rejecting]


def _starter(exercise: Exercise) -> list[str]:
    result = exercise.check(exercise.files["starter.py"])
    if result["passed"]:
        return ["the starter passes"]
    if len(result["message"]) < 15:
        return [f"the starter's message does not help: {result['message']}"]
    return []


def _solution(exercise: Exercise) -> list[str]:
    solution = exercise.files["solution.py"]
    result = exercise.check(solution)
    found = [] if result["passed"] else [f"the solution fails: {result['message']}"]
    if exercise.settings["passed"] != result["message"] and result["passed"]:
        found.append("a pass does not say what the exercise says")
    return found


def _wrong(exercise: Exercise) -> list[str]:
    found = [] if len(exercise.wrong) >= 2 else ["there are fewer than two wrong answers"]
    for name, stated in exercise.wrong.items():
        seconds = 0.5 if "did not come to an end" in stated else 30.0
        result = exercise.check(exercise.files[name].partition("\n")[2], seconds=seconds)
        if result["passed"]:
            found.append(f"{name} passes")
        elif result["message"] != stated:
            found.append(f"{name}\n     states: {stated}\n       says: {result['message']}")
    stated = list(exercise.wrong.values())
    if len(set(stated)) < len(stated):
        found.append("two wrong answers earn the same message")
    return found


def _robust(exercise: Exercise) -> list[str]:
    found = []
    attempts = {"an empty answer": "", "a comment": "# nothing\n",
                "a printed verdict": "print('{\"passed\": true}')\nprint('passed')\n"}
    for what, answer in attempts.items():
        if exercise.check(answer)["passed"]:
            found.append(f"{what} passes")
    if exercise.kind in LOOPS:
        result = exercise.check(LOOPS[exercise.kind], seconds=0.01)
        if result["passed"] or "was stopped" not in result["message"]:
            found.append(f"an endless loop gives: {result['message']}")
    return found


def untrue_output(chapter: Path) -> list[str]:
    """Runnable code of a lesson that does not print what the lesson says, or says nothing."""
    text = (chapter / "lesson.md").read_text("utf-8")
    found = re.findall(r"^```python run\n(.*?)^```\n\n```output\n(.*?)^```$", text,
                       flags=re.M | re.S)
    missing = len(blocks(chapter, "python run")) - len(found)
    problems = [f"{missing} runnable blocks without output"] if missing else []
    for code, said in found:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, chapter.name, "exec"), {"__name__": "lesson"})
        if printed.getvalue() != said:
            problems.append(f"the lesson says\n{said}\nand the code\n{printed.getvalue()}")
    return problems


def report(lessons: Path = LESSONS, *, wrong: bool) -> list[str]:
    """Every problem of the exercises and of the lessons' code: what the Pyodide run prints."""
    of_exercises = [f"{exercise.name}: {problem}" for exercise in exercises(lessons)
                    for problem in problems(exercise, wrong=wrong)]
    of_lessons = [f"{chapter['folder']}: {problem}" for chapter in course(lessons)["chapter"]
                  for problem in untrue_output(lessons / chapter["folder"])]
    return of_exercises + of_lessons
