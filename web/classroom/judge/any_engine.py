"""The course's checks put to any engine: under the course's names, and told in its own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classroom.judge.checks import Student
from classroom.judge.run import run_check
from classroom.run.course_names import in_their_words, under_course_names
from classroom.run.dialect import Dialect

_FIRST = "from classroom.judge.any_engine import check_spelling\n"


class _Files(dict[str, str]):
    """An exercise's files, and the dialect that its first check found."""

    dialect: Dialect | None = None


def check_spelling(student: Student) -> None:
    """Give an answer the course's names for what it calls otherwise; the first of the checks."""
    dialect = under_course_names(student.namespace)
    if isinstance(student.files, _Files):
        student.files.dialect = dialect


def check_engine(files: Mapping[str, str], answer: str, **options: Any) -> dict[str, Any]:
    """The CheckResult of an engine put to the checks of a step; options as for `run_check`."""
    asked = _Files({**files, "check.py": _FIRST + files["check.py"]})
    result = run_check(asked, answer, **options)
    if asked.dialect and not result["passed"]:
        result["message"] = in_their_words(result["message"], asked.dialect)
    return result
