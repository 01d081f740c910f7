"""A student's answer as checks see it, and what a check ends with when the answer is not right."""

from __future__ import annotations

import ast
import builtins
import functools
import re
import traceback
from collections.abc import Callable, Mapping
from types import CodeType, FunctionType
from typing import Any, NoReturn

from classroom.judge.cause import Mended
from classroom.judge.graph import Audit
from classroom.run.time_limit import TimeLimit
from classroom.words.faults import Problem
from classroom.words.telling import last_line, sentence

CODE_FILE = "exercise.py"
ENGINE_FILE = "my_engine.py"
Table = Mapping[str, list[Any]]  # head and rows of texts: what is compared, expected, yours


class CheckFailed(Exception):  # a verdict on an answer, not an error in ours
    """The student's answer is not right yet.

    `said` is what was seen, in their values. `why` is the cause, and is known to be true; `hint` is
    what holds for a right answer, and is dropped where a cause is found. `told`: what was said is
    the cause itself, so that none is to be searched.
    """

    def __init__(self, said: str, *, why: str = "", hint: str = "", line: int | None = None,
                 audit: Audit | None = None, table: Table | None = None,
                 told: bool = False) -> None:
        super().__init__(said)
        self.said = said
        self.why = why
        self.hint = hint
        self.line = line
        self.audit = audit
        self.table = table
        self.told = told

    @property
    def message(self) -> str:
        """All of it, as the student is told."""
        more = self.why or self.hint
        return sentence(self.said.rstrip(".") if more else self.said, more)


class Student:
    """A student's answer: the text, and what it defines once it has been run."""

    def __init__(self, answer: str, limit: TimeLimit, files: Mapping[str, str], *,
                 trial: bool = False) -> None:
        self.answer = answer
        self.files = files
        self.namespace: dict[str, Any] = {}
        self.program: dict[str, Any] = {}
        self.limit = limit
        self.trial = trial
        self.asked = ""  # the check that asks at present, or asked last
        self.code: CodeType | None = None  # what the answer is compiled to
        self.patch: Mended | None = None  # a function that takes the place of theirs, in a trial
        self.doing = "Your code"  # what runs, should the time be over

    def get(self, name: str) -> Any:
        """What the student calls `name`; fails where it is missing."""
        if name not in self.namespace:
            fail(f"There is no `{name}` in your code yet.")
        return self.namespace[name]

    def size(self, full: int) -> int:
        """How large to make what is large: a tenth while a cause is only tried out."""
        return full // 10 if self.trial else full

    def do(self, what: str, action: Callable[[], Any], *, on_error: str = "") -> Any:
        """Run `action`, which calls their code; an exception becomes a failure of `what`."""
        before, self.doing = self.doing, what
        try:
            return action()
        except Exception as error:
            told = self.stopped(what, error, on_error)
            if told is error:
                raise
            raise told from error
        finally:
            self.doing = before if self.limit.left > 0 else what

    def evaluate(self, expression: str, *, on_error: str = "", at: str = "", told: str = "",
                 **names: Any) -> Any:
        """The value of an expression over the student's names and `names`.

        Messages quote it followed by `at`, or as `told`.
        """
        code, used = compiled_question(expression)
        for name in used:
            if name not in names and not hasattr(builtins, name):
                self.get(name)
        for name, given in names.items():
            call_it(name, given)
        known = {**self.namespace, **names}
        return self.do(told or f"`{expression}`{at}", lambda: eval(code, known), on_error=on_error)

    def execute(self, code: CodeType, names: dict[str, Any]) -> None:
        """Run a module of the student's under the time limit."""
        self.limit.watch(code)
        exec(code, names)

    def stopped(self, what: str, error: Exception, on_error: str = "") -> Exception:
        """The failure for an exception in the student's code; the exception itself if not there."""
        if isinstance(error, CheckFailed):
            return error
        line, place = place_of(error)
        if isinstance(error, RecursionError):
            return CheckFailed(f"{what}: {_circle(error)} hundreds of times deep, where Python "
                               "ends it with a RecursionError", line=line)
        if isinstance(error, Problem):
            return CheckFailed(f"{error.message} {error.hint or ''}".rstrip(), line=line, told=True)
        if not place and not _raised_by_asking(error):
            return error
        said = f"{what} stopped{place} with {type(error).__name__}: {last_line(error)}"
        return CheckFailed(said.rstrip("."), hint=_tip(error, self.namespace) or on_error,
                           line=line)


def place_of(error: BaseException) -> tuple[int | None, str]:
    """The line of the student's code at which `error` left it, and that in words."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__)
              if frame.filename in (CODE_FILE, ENGINE_FILE)]
    if not frames:
        return None, ""
    if frames[-1].filename == ENGINE_FILE:
        return None, f" at line {frames[-1].lineno} of your engine"
    return frames[-1].lineno, f" at line {frames[-1].lineno}"


def fail(message: str, *, hint: str = "", audit: Audit | None = None,
         table: Table | None = None) -> NoReturn:
    """End the check with `message`; `hint` is what holds for a right answer."""
    raise CheckFailed(message, hint=hint, audit=audit, table=table)


def call_it(name: str, function: Any) -> None:
    """Give a function of a check the name that the student sees it by: Python's errors quote it."""
    if isinstance(function, FunctionType):
        function.__name__ = function.__qualname__ = name


def _raised_by_asking(error: BaseException) -> bool:
    """Whether it left from the question itself, such as `2 + x`, and no deeper."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and (frames[-1].filename in ("check", "check.py")
                             or frames[-1].name == "do")


def _circle(error: RecursionError) -> str:
    """Who calls whom: '`__radd__` called itself'."""
    frames = [frame.name for frame in traceback.extract_tb(error.__traceback__)
              if frame.filename in (CODE_FILE, ENGINE_FILE)][-60:]
    names = list(dict.fromkeys(name for name in frames if frames.count(name) > 3))
    if not names:
        return "it called itself"
    quoted = [f"`{name}`" for name in names]
    if len(names) == 1:
        return f"{quoted[0]} called itself"
    return f"{', '.join(quoted[:-1])} and {quoted[-1]} called each other"


@functools.lru_cache(maxsize=512)  # the same is asked at many points, and of each trial again
def compiled_question(expression: str) -> tuple[CodeType, tuple[str, ...]]:
    """The code of an expression of a check, and the names that it takes from outside."""
    tree = ast.parse(expression, mode="eval")
    nodes = list(ast.walk(tree))
    bound = {node.arg for node in nodes if isinstance(node, ast.arg)}
    bound |= {node.id for node in nodes
              if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    used = tuple(node.id for node in nodes if isinstance(node, ast.Name) and node.id not in bound)
    return compile(expression, "check", "eval"), used


_METHODS = {"+": "add", "-": "sub", "*": "mul", "/": "truediv", "** or pow()": "pow",
            "unary -": "neg"}
_OPERANDS = re.compile(r"operand type(?:\(s\))? for (.+?): '(\w+)'(?: and '(\w+)')?$")


def _tip(error: Exception, namespace: Mapping[str, Any]) -> str:
    """The method that Python looked for in a class of theirs, and did not find."""
    match = _OPERANDS.search(str(error)) if isinstance(error, TypeError) else None
    if match is None or match[1] not in _METHODS:
        return ""
    for owner, method in ((match[2], f"__{_METHODS[match[1]]}__"),
                          (match[3], f"__r{_METHODS[match[1]]}__")):
        cls = namespace.get(owner or "")
        if isinstance(cls, type) and not hasattr(cls, method):
            return f"Python looks for `{method}` in `{owner}`"
    return ""
