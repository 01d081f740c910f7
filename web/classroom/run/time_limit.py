"""Stop a learner's code after a while: an endless loop must not hang a check.

In Pyodide there is one thread. A loop that never ends jumps back, or calls, for ever; so the jumps
and calls of the learner's own code are watched, which `sys.monitoring` does cheaply. Elsewhere a
second thread watches the clock. Neither sees into a single call of a C function that never
returns, such as `sum(itertools.count())`: that ends with the worker.
"""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

Clock = Callable[[], float]
_INTERVAL = 0.02  # seconds between two looks at the clock
_ONE_THREAD = sys.platform == "emscripten"
_TOOL = 4  # of sys.monitoring's six; debuggers, coverage and profilers have 0, 1, 2 and 5


class TimeUp(BaseException):
    """The time is over.

    Not an `Exception`, so that a learner's `except Exception` lets it through.
    """


class TimeLimit:
    """A deadline for the code that `watch` was called with, in force while `running` is open."""

    def __init__(self, seconds: float, clock: Clock = time.process_time) -> None:
        self.seconds = seconds
        self.clock = clock
        self._deadline = float("inf")
        self._codes: list[CodeType] = []
        self._raising = threading.Lock()

    @property
    def left(self) -> float:
        """How many seconds are left; infinite while none is running."""
        return self._deadline - self.clock()

    def watch(self, code: CodeType) -> None:
        """Count `code`, and the functions in it, as the learner's."""
        for inner in _with_inner(code):
            self._codes.append(inner)
            if _ONE_THREAD and self._deadline < float("inf"):
                _report(inner)

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Raise TimeUp in the watched code once the seconds are over."""
        self._deadline = self.clock() + self.seconds
        try:
            with self._monitored() if _ONE_THREAD else self._interrupted():
                yield
        finally:
            self._deadline = float("inf")

    @contextlib.contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Inside `running`: raise TimeUp after `seconds` already, then go on as before."""
        before = self._deadline
        self._deadline = min(before, self.clock() + seconds)
        try:
            yield
        finally:
            self._quietly(lambda: self._until(before))

    def _until(self, deadline: float) -> None:
        with self._raising:
            self._deadline = deadline

    @staticmethod
    def _quietly(act: Callable[[], None]) -> None:
        """Do it, though a TimeUp may be on its way from the other thread."""
        while True:
            try:
                act()
                for _ in range(2):  # what was raised last, and is on its way, arrives here
                    pass
                break
            except TimeUp:
                continue

    def look(self, *_event: Any) -> None:
        """Raise TimeUp if the time is over."""
        if self.clock() > self._deadline:
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
    def _interrupted(self) -> Iterator[None]:
        """Let another thread look at the clock, and raise TimeUp in this one, again and again."""
        learner, over = threading.get_ident(), threading.Event()

        def watch() -> None:
            while not over.wait(_INTERVAL):
                with self._raising:
                    if self.clock() > self._deadline:
                        _raise_in(learner, TimeUp)

        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        try:
            yield
        finally:
            def end() -> None:
                over.set()
                watcher.join()

            self._quietly(end)


def _raise_in(thread: int, error: type[BaseException]) -> None:
    import ctypes  # only here: the page has no second thread, and boots without it

    # There is no taking it back with None: in CPython 3.11 that leaves the evaluation loop alarmed
    # for good, and the first function that is traced afterwards never begins.
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(error))


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
