"""Stop a learner's code after a while: an endless loop must not hang a check.

A loop that never ends jumps back, or calls, for ever; so watching the jumps and the calls of the
learner's own code is enough. CPython 3.12 and later report both cheaply (`sys.monitoring`);
before that every line is traced. Neither sees into a single call of a C function that never
returns, such as `sum(itertools.count())`: that ends with the worker.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Callable, Iterator
from types import CodeType, FrameType
from typing import Any

Clock = Callable[[], float]
_TOOL = 4  # of sys.monitoring's six; debuggers, coverage and profilers have 0, 1, 2 and 5


class TimeUp(BaseException):
    """The time is over.

    Not an `Exception`, so that a learner's `except Exception` lets it through.
    """


class TimeLimit:
    """A deadline for the code that `watch` was called with, in force while `running` is open."""

    def __init__(self, seconds: float, clock: Clock = time.monotonic) -> None:
        self.seconds = seconds
        self._clock = clock
        self._deadline = float("inf")
        self._codes: list[CodeType] = []

    def watch(self, code: CodeType) -> None:
        """Count `code`, and the functions in it, as the learner's."""
        for inner in _with_inner(code):
            self._codes.append(inner)
            if self._deadline < float("inf") and sys.version_info >= (3, 12):
                _report(inner)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Raise TimeUp in the watched code once the seconds are over."""
        self._deadline = self._clock() + self.seconds
        try:
            with self._monitored() if sys.version_info >= (3, 12) else self._traced():
                yield
        finally:
            self._deadline = float("inf")

    def look(self, *_event: Any) -> None:
        """Raise TimeUp if the time is over."""
        if self._clock() > self._deadline:
            raise TimeUp

    @contextlib.contextmanager
    def _monitored(self) -> Iterator[None]:
        monitoring: Any = sys.monitoring  # type: ignore[attr-defined]  # since 3.12
        events = (monitoring.events.JUMP, monitoring.events.PY_START)
        monitoring.use_tool_id(_TOOL, "time limit")
        for event in events:
            monitoring.register_callback(_TOOL, event, self.look)
        for code in self._codes:
            _report(code)
        try:
            yield
        finally:
            for event in events:
                monitoring.register_callback(_TOOL, event, None)
            monitoring.free_tool_id(_TOOL)

    @contextlib.contextmanager
    def _traced(self) -> Iterator[None]:
        def calls(frame: FrameType, event: str, _arg: object) -> Any:
            if frame.f_code.co_filename not in watched:
                return None
            self.look()
            return lines

        def lines(_frame: FrameType, event: str, _arg: object) -> Any:
            if event == "line":
                self.look()
            return lines

        watched = _Filenames(self._codes)
        before = sys.gettrace()
        sys.settrace(calls)
        try:
            yield
        finally:
            sys.settrace(before)


class _Filenames:
    """The files of a list of code objects that may still grow."""

    def __init__(self, codes: list[CodeType]) -> None:
        self._codes = codes
        self._known: set[str] = set()
        self._seen = 0

    def __contains__(self, filename: str) -> bool:
        if self._seen < len(self._codes):
            self._known.update(code.co_filename for code in self._codes[self._seen:])
            self._seen = len(self._codes)
        return filename in self._known


def _with_inner(code: CodeType) -> Iterator[CodeType]:
    waiting = [code]
    while waiting:
        code = waiting.pop()
        yield code
        waiting.extend(inner for inner in code.co_consts if isinstance(inner, CodeType))


def _report(code: CodeType) -> None:
    monitoring: Any = sys.monitoring  # type: ignore[attr-defined]  # since 3.12
    monitoring.set_local_events(
        _TOOL, code, monitoring.events.JUMP | monitoring.events.PY_START)
