"""Turn an exception into data that teaches: what happened, at which line, and what to try."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from types import FrameType, TracebackType
from typing import Any

from classroom.protocol import LearnerError, TraceEntry
from classroom.words.faults import CHARACTERS, LINES, NoKeyboard, Problem, TooMuchOutput
from classroom.words.hints import Case, advise
from classroom.words.syntax_hints import advise_syntax
from py_engine import AutogradError

LONGEST_MESSAGE = 1_000
DEEPEST_TRACE = 12

_OWN_WORDS: dict[type[BaseException], tuple[str, str, str | None]] = {
    KeyboardInterrupt: ("Stopped", "The run was stopped.", None),
    TooMuchOutput: (
        "OutputError",
        f"Your code printed more than {CHARACTERS:,} characters or {LINES:,} lines, "
        "so it was stopped there.",
        "Look for a loop that never ends, or print only every hundredth time."),
    NoKeyboard: (
        "InputError", "`input()` cannot ask anything here.",
        "Write the value into the code: `n = 1000` in place of `n = int(input())`."),
    MemoryError: (
        "MemoryError", "Python ran out of memory.",
        "Make fewer or smaller lists: a page has about 2 GB in all."),
    SystemExit: (
        "SystemExit", "Your code ended the program with exit().",
        "Leave exit() out: the run ends by itself after the last line."),
}


def explain(error: BaseException, sources: Mapping[str, str],
            main: str = "loss.py") -> LearnerError:
    """The LearnerError of the protocol for `error`.

    `sources` gives the texts that learners wrote, by the filename they were compiled under: only
    frames of `main` are shown, and an error in another of them is named in the message.
    """
    if isinstance(error, SyntaxError) and error.filename in sources:
        return _syntax_error(error, sources, main)
    frames = _frames(error.__traceback__, sources)
    ours = [(frame, line) for frame, line in frames if frame.f_code.co_filename == main]
    line = ours[-1][1] if ours else None
    trace = [_entry(frame, line, sources[main]) for frame, line in _shortened(ours)]
    if isinstance(error, Problem):
        return _data(error.kind, error.message, error.hint, error.line or line, None, trace)
    for known, (kind, message, hint) in _OWN_WORDS.items():
        if isinstance(error, known):
            return _data(kind, message, hint, line, None, trace)
    case = _case(error, frames, sources)
    message, hint = advise(case)
    if frames and frames[-1][0].f_code.co_filename != main:
        message += f" (line {frames[-1][1]} of your engine: `{case.text.strip()}`)"
    return _data(case.kind, message, hint, line, None, trace)


def _data(kind: str, message: str, hint: str | None, line: int | None, column: int | None,
          trace: list[TraceEntry]) -> LearnerError:
    if len(message) > LONGEST_MESSAGE:
        message = message[:LONGEST_MESSAGE] + " ..."
    return {"type": kind, "message": message, "hint": hint, "line": line, "column": column,
            "trace": trace}


def _syntax_error(error: SyntaxError, sources: Mapping[str, str], main: str) -> LearnerError:
    here = error.filename == main
    lines = sources[str(error.filename)].splitlines()
    line = error.lineno
    text = lines[line - 1] if line and line <= len(lines) else ""
    message, hint = advise_syntax(type(error).__name__, _sentence(str(error.msg)), text)
    if not here:
        message += f" (line {line} of your engine: `{text.strip()}`)"
    column = error.offset if error.offset and error.offset > 0 else None
    return _data(type(error).__name__, message, hint, line if here else None,
                 column if here else None, [])


def _frames(tb: TracebackType | None, sources: Mapping[str, str]) -> list[tuple[FrameType, int]]:
    """The learners' frames, outermost first, with the line that each was at."""
    return [(frame, line) for frame, line in traceback.walk_tb(tb)
            if frame.f_code.co_filename in sources]


def _shortened(frames: list[tuple[FrameType, int]]) -> list[tuple[FrameType, int]]:
    """An endless recursion repeats one line a thousand times: its two ends tell all."""
    if len(frames) <= DEEPEST_TRACE:
        return frames
    half = DEEPEST_TRACE // 2
    return frames[:half] + frames[-half:]


def _entry(frame: FrameType, line: int, source: str) -> TraceEntry:
    lines = source.splitlines()
    text = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return {"line": line, "function": frame.f_code.co_name, "text": text[:LONGEST_MESSAGE]}


def _case(error: BaseException, frames: list[tuple[FrameType, int]],
          sources: Mapping[str, str]) -> Case:
    names: dict[str, Any] = {}
    text = ""
    if frames:
        frame, line = frames[-1]
        names = {**frame.f_globals, **frame.f_locals}
        lines = sources[frame.f_code.co_filename].splitlines()
        text = lines[line - 1] if 0 < line <= len(lines) else ""
    functions = [frame.f_code.co_name for frame, _ in frames]
    return Case(error, type(error).__name__, _message(error), text, names, functions)


def _message(error: BaseException) -> str:
    """Python's own words, with its suggestions ("Did you mean: 'mean'?") where it has them."""
    if isinstance(error, AutogradError):
        return error.message
    try:
        report = traceback.TracebackException(type(error), error, error.__traceback__, limit=1)
        text = "".join(report.format_exception_only()).strip()
    except Exception:
        # A learner's own __str__ may raise anything; the error's type says enough then.
        return "Its message could not be read."
    kind, colon, rest = text.partition(":")
    if kind.rpartition(".")[2] == type(error).__name__:
        text = rest.strip() if colon else ""
    return _sentence(text)


def _sentence(text: str) -> str:
    """Begin a message of Python's as ours begin; names in it keep their case."""
    first = text.split(" ", 1)[0]
    if first.isalpha() and first.islower() and len(first) > 1:
        text = text[0].upper() + text[1:]
    return text
