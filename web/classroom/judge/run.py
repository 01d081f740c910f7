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
import functools
import sys
import time
import tomllib
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from types import CodeType, ModuleType
from typing import Any

from classroom.judge.cause import Mended, compiled_tree, find_cause
from classroom.judge.graph import Audit, BrokenGraph
from classroom.judge.student import (
    CODE_FILE,
    CheckFailed,
    Student,
    fail,
    place_of,
)
from classroom.judge.supply import names_from
from classroom.run.console import Console
from classroom.run.course_names import under_course_names
from classroom.run.depth import limited_depth
from classroom.run.flat_free import learner_builtins
from classroom.run.main_module import compiled, main_module
from classroom.run.time_limit import Clock, TimeLimit, TimeUp
from classroom.words.telling import last_line

ENGINE = "my_engine"  # what an exercise imports the student's engine as
WITH_CODE = ("write", "fix", "order")
CAUSE_SECONDS = 0.9
TRIAL_SECONDS = 0.3  # for a slip undone in one function
PROOF_SECONDS = 1.0  # for an answer that may well be the cause


def run_check(files: Mapping[str, str], answer: str, *, engine: str | None = None,
              seconds: float = 10.0, write: Callable[[str], object] | None = None,
              cause_seconds: float = CAUSE_SECONDS, clock: Clock = time.process_time,
              ) -> dict[str, Any]:
    """Check `answer`; returns the CheckResult of the protocol, and never raises for an answer.

    `engine` is the source of the module that the exercise imports as `my_engine`. What the answer
    prints goes to `write`, and into the result. What the program of a `predict` prints is the
    answer, and is kept back until the prediction is right. The cause of a failure is searched for
    `cause_seconds` at most. Times are told by `clock`.
    """
    exercise = tomllib.loads(files["exercise.toml"])
    student = Student(answer, TimeLimit(seconds, clock), files)
    secret = exercise["kind"] == "predict"
    printed: list[str] = []

    def keep(text: str) -> None:
        printed.append(text)
        if write is not None and not secret:
            write(text)

    outcome = _attempt(student, exercise["kind"], engine, keep)
    failure = outcome if isinstance(outcome, CheckFailed) else None
    in_code = exercise["kind"] in ("write", "fix")
    if failure and in_code and cause_seconds > 0 and not (failure.told or failure.why):
        _search_cause(failure, student, exercise["kind"], engine, cause_seconds)
    audit = failure.audit if failure else outcome
    if secret and failure:
        printed.clear()
    output = "".join(printed)
    if secret and write is not None:
        write(output)
    return {"passed": failure is None, "output": output,
            "message": failure.message if failure else exercise["passed"],
            "line": failure.line if failure else None,
            "graph": audit.graph if isinstance(audit, Audit) else None,
            "wrongNode": audit.wrong if isinstance(audit, Audit) else None,
            "table": failure.table if failure else None}


def _attempt(student: Student, kind: str, engine: str | None,
             write: Callable[[str], object]) -> CheckFailed | Audit | None:
    """Run the answer and ask; returns what it failed with, or a graph to be drawn, or None."""
    try:
        with (_stage(write) as console, main_module(CODE_FILE) as module,
              _engine(student, engine), student.limit.running()):
            student.namespace = vars(module)
            _prepare(student, kind)
            return _ask(student, student.files["check.py"])
    except CheckFailed as failure:
        return failure
    except Exception as error:
        return _unforeseen(student, error)
    except TimeUp as over:
        return _out_of_time(student, over, console.overflowed)
    except SystemExit:
        return CheckFailed("Your code ends the program (SystemExit). Take that call out: "
                           "a check needs the code to go on.")


def _search_cause(failure: CheckFailed, student: Student, kind: str, engine: str | None,
                  seconds: float) -> None:
    """Try slips: where undoing one makes the answer pass, that is the cause, and its line is."""
    def attempt(code: CodeType | None, patch: Mended | None, left: float) -> bool:
        trial = Student(student.answer, TimeLimit(left), student.files, trial=True)
        trial.asked, trial.code, trial.patch = student.asked, code, patch
        return not isinstance(_attempt(trial, kind, engine, lambda text: None), CheckFailed)

    @functools.cache
    def fails_as_it_is() -> bool:  # a trial asks smaller problems; what it lets pass is no proof
        return not attempt(None, None, PROOF_SECONDS)

    def passes(mended: Mended, left: float) -> bool:
        try:
            if mended.function and student.asked:  # quickly: the function alone is compiled anew
                if not attempt(student.code, mended, min(left, TRIAL_SECONDS)):
                    return False
            return (attempt(compiled_tree(mended.tree, CODE_FILE), None, PROOF_SECONDS)
                    and fails_as_it_is())
        except (SyntaxError, ValueError, TypeError):
            return False

    given = {line.strip() for line in student.files.get("starter.py", "").splitlines()}
    lines = [line.strip() for line in student.answer.splitlines()]
    own = [i + 1 for i, line in enumerate(lines) if line not in given]
    cause = find_cause(student.answer, passes, seconds, own if kind == "write" else [])
    if cause is not None:
        failure.why, failure.line = cause.words, cause.line


def _unforeseen(student: Student, error: Exception) -> CheckFailed:
    """An exception that no check asked about: from the student's code, or the check's own fault."""
    line, place = place_of(error)
    if place:
        told = student.stopped(student.doing, error)
        return told if isinstance(told, CheckFailed) else CheckFailed(str(told), line=line)
    if isinstance(error, AttributeError) and type(error.obj).__module__ in ("__main__", ENGINE):
        return CheckFailed(f"A `{type(error.obj).__name__}` has no attribute `{error.name}` yet")
    if isinstance(error, BrokenGraph):
        return CheckFailed(str(error))
    if isinstance(error, RecursionError):
        return CheckFailed("What your code gave contains itself, so that it has no end")
    frames = traceback.extract_tb(error.__traceback__)
    at = next((frame for frame in reversed(frames) if frame.filename == "check.py"), frames[-1])
    return CheckFailed("The check of this exercise failed, which is not your mistake but its "
                       f"author's: {at.filename}, line {at.lineno}, "
                       f"{type(error).__name__}: {last_line(error)}")


def _out_of_time(student: Student, over: TimeUp, printing: bool) -> CheckFailed:
    """What was running when the time was over, and in which loop."""
    line, _ = place_of(over)
    loop = _outermost_loop(student.answer, line)
    where = f" in the loop of line {loop}" if loop else ""
    prints = ", prints without end" if printing else ""
    return CheckFailed(f"{student.doing} did not come to an end in time{prints}, and was stopped"
                       f"{where}",
                       line=loop or line)


def _outermost_loop(source: str, line: int | None) -> int | None:
    """The line of the first loop, of those around `line`, in the innermost function around it."""
    if line is None:
        return None
    around = [node for node in ast.walk(ast.parse(source))
              if isinstance(node, ast.stmt) and node.lineno <= line <= (node.end_lineno or 0)]
    functions = [node.lineno for node in around if isinstance(node, ast.FunctionDef)]
    loops = [node.lineno for node in around if isinstance(node, ast.For | ast.While)
             and node.lineno >= max(functions, default=0)]
    return min(loops, default=None)


@contextlib.contextmanager
def _stage(write: Callable[[str], object]) -> Iterator[Console]:
    """Learners' prints go to `write`, and what they change in `sys` is changed back."""
    console = Console(write, time.monotonic, stops=False)
    with (contextlib.redirect_stdout(console), contextlib.redirect_stderr(console),
          limited_depth()):
        try:
            yield console
        finally:
            console.flush()


@contextlib.contextmanager
def _engine(student: Student, source: str | None) -> Iterator[None]:
    """While this is open, `import my_engine` gives the engine, and other `my_...` their files.

    Each is run on its first import.
    """
    sources = {name.removesuffix(".py"): text for name, text in student.files.items()
               if name.startswith("my_") and name.endswith(".py")}
    if source is not None:
        sources[ENGINE] = source
    finder = _OwnModules(student, sources)
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in sources:
            sys.modules.pop(name, None)


class _OwnModules:
    """Finds the student's own modules, such as `my_engine`, in texts by name."""

    def __init__(self, student: Student, sources: Mapping[str, str]) -> None:
        self._student = student
        self._sources = sources

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> Any:
        """The import system's question; None for every other module."""
        from importlib.machinery import ModuleSpec

        known = name in self._sources
        return ModuleSpec(name, self) if known else None  # type: ignore[arg-type]

    def create_module(self, _spec: object) -> None:
        """Let Python make the module."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's source in it."""
        name = module.__name__
        vars(module)["__builtins__"] = learner_builtins()
        self._student.execute(compiled(self._sources[name], f"{name}.py"), vars(module))
        if name == ENGINE:
            under_course_names(vars(module))


def _prepare(student: Student, kind: str) -> None:
    """Bring the answer to where it can be asked: run the code, or the program it is about."""
    if kind == "order":
        _same_lines(student)
    if kind in WITH_CODE:
        _run_answer(student, ordered=kind == "order")
    else:
        student.program = {"__name__": "program", "__builtins__": learner_builtins()}
        exec(compile(student.files["program.py"], "program.py", "exec", dont_inherit=True),
             student.program)


def _run_answer(student: Student, ordered: bool) -> None:
    try:
        student.code = code = student.code or compiled(student.answer, CODE_FILE)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        said = getattr(error, "msg", None) or str(error)
        where = "; an indented line belongs under one that ends in a colon" if ordered else ""
        raise CheckFailed(f"Python cannot read line {line}: {said}{where}.", line=line) from error
    if not _says_something(student.answer):
        fail("There is no code yet.")
    student.namespace.update(names_from(student.files.get("starter.py", ""), student.answer))
    student.do("Your code", lambda: student.execute(code, student.namespace))
    if student.patch:
        _put_in(student, student.patch)


def _put_in(student: Student, patch: Mended) -> None:
    """Let a mended function take the place of the one that the answer defined."""
    owner = student.namespace.get(patch.owner) if patch.owner else None
    alone = ast.Module([patch.function], [])  # type: ignore[list-item]  # there is one
    names: dict[str, Any] = dict(vars(owner)) if owner else {}
    code = compiled_tree(alone, CODE_FILE)
    student.limit.watch(code)
    exec(code, student.namespace, names)
    made = names[patch.function.name]  # type: ignore[union-attr]
    if owner:
        setattr(owner, patch.function.name, made)  # type: ignore[union-attr]
    else:
        student.namespace[patch.function.name] = made  # type: ignore[union-attr]


@functools.lru_cache(maxsize=4)  # a search for a cause asks it of one answer again and again
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
    names: dict[str, Any] = {"__name__": "check"}
    student.doing = "Your code"
    exec(_check_code(source), names)
    checks = {name: check for name, check in names.items()
              if name.startswith("check_") and callable(check)}
    drawn: Audit | None = None
    for name in sorted(checks, key=lambda name: name != student.asked):  # else as they stand
        student.asked = name
        answer = checks[name](student)
        drawn = answer if isinstance(answer, Audit) else drawn
    return drawn


@functools.lru_cache(maxsize=4)
def _check_code(source: str) -> CodeType:
    return compile(source, "check.py", "exec", dont_inherit=True)
