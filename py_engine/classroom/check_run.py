"""Check a student's answer to an exercise: run it, ask the exercise's questions, say what is wrong.

An exercise is a folder of text files, given as a mapping from name to text:

    exercise.toml   kind (write, fix, predict, order or find) and title; see web/lessons/README.md
    check.py        functions check_...(student), run in the order in which they are written
    starter.py      what the editor opens with; for `order`, the lines to be put in order
    program.py      for `predict` and `find`: the program in question

The verdict comes from these functions alone: nothing that the student's code prints, returns or
leaves behind is taken for it.
"""

from __future__ import annotations

import ast
import contextlib
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

from py_engine.classroom.check_graph import Audit
from py_engine.classroom.check_words import last_line
from py_engine.classroom.checks import (
    CODE_FILE,
    ENGINE_FILE,
    CheckFailed,
    Student,
    fail,
    place_of,
)
from py_engine.classroom.console import Console, TooMuchOutput
from py_engine.classroom.depth import limited_depth
from py_engine.classroom.flat_free import learner_builtins
from py_engine.classroom.time_limit import TimeLimit, TimeUp

ENGINE = "my_engine"  # what an exercise imports the student's engine as
Verdict = tuple[bool, str, int | None, Audit | None]  # passed, message, line, graph


def run_check(files: Mapping[str, str], answer: str, *, engine: str | None = None,
              seconds: float = 10.0, write: Callable[[str], object] | None = None,
              ) -> dict[str, Any]:
    """Check `answer`; returns the CheckResult of the protocol, and never raises for an answer.

    `engine` is the source of the module that the exercise imports as `my_engine`. What the answer
    prints goes to `write`, and into the result. What the program of a `predict` prints is the
    answer, and is kept back until the prediction is right.
    """
    exercise = tomllib.loads(files["exercise.toml"])
    student = Student(answer, TimeLimit(seconds), files)
    secret = exercise["kind"] == "predict"
    printed: list[str] = []

    def keep(text: str) -> None:
        printed.append(text)
        if write is not None and not secret:
            write(text)

    passed, message, line, audit = _verdict(student, exercise, engine, keep)
    if secret and not passed:
        printed.clear()
    output = "".join(printed)
    if secret and write is not None:
        write(output)
    return {"passed": passed, "message": message, "line": line, "output": output,
            "graph": audit.graph if audit else None, "wrongNode": audit.wrong if audit else None}


def _verdict(student: Student, exercise: Mapping[str, Any], engine: str | None,
             write: Callable[[str], object]) -> Verdict:
    """Run the answer, ask, and say how it went."""
    try:
        with _stage(write), _engine(student, engine), student.limit.running():
            _prepare(student, exercise["kind"])
            audit = _ask(student, student.files["check.py"])
    except CheckFailed as failure:
        return False, failure.message, failure.line, failure.audit
    except Exception as error:
        return _unforeseen(student, error)
    except TimeUp:
        return False, ("Your code did not come to an end, and was stopped. "
                       "Is there a loop that never ends?"), None, None
    except TooMuchOutput:
        return False, "Your code prints without end, and was stopped.", None, None
    except SystemExit:
        return False, ("Your code ends the program (SystemExit). Take that call out: "
                       "a check needs the code to go on."), None, None
    return True, exercise["passed"], None, audit


def _unforeseen(student: Student, error: Exception) -> Verdict:
    """An exception that no check asked about: from the student's code, or from what it gave."""
    line, place = place_of(error)
    if place:
        return False, student.stopped("Your code", error).message, line, None
    return False, ("The check could not make sense of what your code gave: "
                   f"{type(error).__name__}: {last_line(error)}."), None, None


@contextlib.contextmanager
def _stage(write: Callable[[str], object]) -> Iterator[None]:
    """Learners' prints go to `write`, and what they change in `sys` is changed back."""
    console = Console(write, time.monotonic)
    with (contextlib.redirect_stdout(console), contextlib.redirect_stderr(console),
          limited_depth()):
        try:
            yield
        finally:
            console.flush()


@contextlib.contextmanager
def _engine(student: Student, source: str | None) -> Iterator[None]:
    """While this is open, `import my_engine` gives the engine; it is run on the first import."""
    if source is None:
        yield
        return
    finder = _EngineFinder(student, source)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        sys.modules.pop(ENGINE, None)


class _EngineFinder:
    """Finds the module `my_engine` in a text."""

    def __init__(self, student: Student, source: str) -> None:
        self._student = student
        self._source = source

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> Any:
        """The import system's question; None for every other module."""
        from importlib.machinery import ModuleSpec

        return ModuleSpec(name, self) if name == ENGINE else None  # type: ignore[arg-type]

    def create_module(self, _spec: object) -> None:
        """Let Python make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the engine's source in `module`."""
        vars(module)["__builtins__"] = learner_builtins()
        self._student.execute(compile(self._source, ENGINE_FILE, "exec"), vars(module))


def _prepare(student: Student, kind: str) -> None:
    """Bring the answer to where it can be asked: run the code, or the program it is about."""
    if kind == "order":
        _same_lines(student)
    if kind in ("write", "fix", "order"):
        student.namespace = _module("exercise")
        _run_answer(student, ordered=kind == "order")
    else:
        student.program = _module("program")
        exec(compile(student.files["program.py"], "program.py", "exec"), student.program)


def _module(name: str) -> dict[str, Any]:
    return {"__name__": name, "__builtins__": learner_builtins()}


def _run_answer(student: Student, ordered: bool) -> None:
    try:
        code = compile(student.answer, CODE_FILE, "exec")
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        said = getattr(error, "msg", None) or str(error)
        where = "; an indented line belongs under one that ends in a colon" if ordered else ""
        raise CheckFailed(f"Python cannot read line {line}: {said}{where}.", line=line) from error
    if not _says_something(student.answer):
        fail("There is no code yet.")
    try:
        student.execute(code, student.namespace)
    except Exception as error:
        raise student.stopped("Your code", error) from error


def _says_something(source: str) -> bool:
    """Whether there is a statement besides docstrings, `pass` and `...`."""
    def idle(statement: ast.stmt) -> bool:
        return isinstance(statement, ast.Pass) or (
            isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))

    return not all(idle(statement) for statement in ast.parse(source).body)


def _same_lines(student: Student) -> None:
    """An answer to `order` holds the starter's lines, each as often as there."""
    mine, theirs = (Counter(line.rstrip() for line in text.splitlines() if line.strip())
                    for text in (student.files["starter.py"], student.answer))
    if not theirs:
        fail("There is no code yet.")
    for line in mine - theirs:
        fail(f"The line `{line.strip()}` is missing.")
    for line in theirs - mine:
        fail(f"The line `{line.strip()}` is not one of those given.")


def _ask(student: Student, source: str) -> Audit | None:
    """Run each check of `check.py`; one may return an Audit, to be drawn."""
    checks: dict[str, Any] = {"__name__": "check"}
    exec(compile(source, "check.py", "exec", dont_inherit=True), checks)
    drawn: Audit | None = None
    for name, check in checks.items():
        if name.startswith("check_") and callable(check):
            answer = check(student)
            drawn = answer if isinstance(answer, Audit) else drawn
    return drawn
