"""What goes wrong in the classroom, as exceptions that carry plain data."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import py_engine
from classroom.protocol import LearnerError as LearnerErrorData

Plain = dict[str, Any]

CHARACTERS = 200_000  # that learners' code may print in a run
LINES = 10_000

ENGINE_NAMES = [name for name, value in vars(py_engine).items()
                if not name.startswith("_") and not isinstance(value, ModuleType)]


class Problem(Exception):  # what is shown names its own kind of error
    """The learner's code runs, and is not what is needed: a loss without `return`, say.

    `message` says what was wrong, `hint` what to do, `line` where (1-based, None if nowhere).
    """

    def __init__(self, message: str, hint: str | None = None, line: int | None = None,
                 kind: str = "LossError") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.line = line
        self.kind = kind


class LearnerError(Exception):
    """What `Classroom` raises: `data` is the LearnerError of the protocol, ready to be sent."""

    def __init__(self, data: LearnerErrorData) -> None:
        super().__init__(f"{data['type']}: {data['message']}")
        self.data = data


class TooMuchOutput(BaseException):
    """Printing went beyond the limit.

    Not an `Exception`, so that a learner's `except Exception` in an endless loop lets it through.
    """


class NoKeyboard(Exception):  # a refusal, explained to the learner
    """`input()` was called: there is nobody to ask while a loss is computed."""
