"""Computing without a tape: `no_grad`, and where it holds."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ContextDecorator, contextmanager
from contextvars import ContextVar
from inspect import CO_ASYNC_GENERATOR, CO_GENERATOR
from threading import Lock
from types import FrameType
from typing import Self
from weakref import WeakSet


class Pause:
    """One entry into `no_grad`. `frame` is that of the generator that entered, if it was one."""

    __slots__ = ("__weakref__", "frame", "opener")

    def __init__(self, opener: FrameType) -> None:
        is_generator = opener.f_code.co_flags & (CO_GENERATOR | CO_ASYNC_GENERATOR)
        self.frame = opener if is_generator else None
        self.opener = id(opener)

    @property
    def holds(self) -> bool:
        """Whether it is in force: that of a generator is not, while the generator is suspended."""
        return self.frame is None or self.frame.f_back is not None


pauses: ContextVar[tuple[Pause, ...]] = ContextVar("pauses", default=())
open_pauses: WeakSet[Pause] = WeakSet()
lock = Lock()
followers: list[Callable[[bool], object]] = []


def paused() -> bool:
    """Whether `no_grad` is in force, in this thread or task."""
    entered = pauses.get()
    return bool(entered) and any(pause.holds for pause in entered)


def follow(follower: Callable[[bool], object]) -> None:
    """Have it told, at each change, whether no `no_grad` is open, in any thread or task.

    While that is so, an operator that is to be quick need not ask `paused`.
    """
    followers.append(follower)


def _tell() -> None:
    for follower in followers:
        follower(not open_pauses)


@contextmanager
def recorded() -> Iterator[None]:
    """Within this context operations are recorded, whatever `no_grad` it stands in.

    A gradient that is asked for needs what leads to it. A `no_grad` that is entered within holds.
    """
    outer = pauses.get()
    holding = [pause for pause in outer if pause.holds]
    if not holding:
        yield
        return
    pauses.set(tuple([pause for pause in outer if pause not in holding]))
    try:
        yield
    finally:
        pauses.set((*(pause for pause in holding if pause in open_pauses), *pauses.get()))


def end_pauses() -> None:
    """End each `no_grad` that was left open, for code that begins anew."""
    pauses.set(())
    with lock:
        open_pauses.clear()
        _tell()


class no_grad(ContextDecorator):  # noqa: N801  # a context manager reads like a function
    """Within this context, operations on Nodes give leaves, which do not know their origin.

    It holds in its own thread or asyncio task alone. In a generator it holds while the generator
    runs, not for its caller in between. It may decorate a function.
    """

    def __init__(self) -> None:
        self.entered: list[Pause] = []

    def _recreate_cm(self) -> Self:
        return type(self)()

    def __enter__(self) -> None:
        pause = Pause(_opener(sys._getframe(1)))
        self.entered.append(pause)
        pauses.set((*pauses.get(), pause))
        with lock:
            open_pauses.add(pause)
            _tell()

    def __exit__(self, *error: object) -> None:
        opener = id(_opener(sys._getframe(1)))
        pause = next((p for p in reversed(self.entered) if p.opener == opener), self.entered[-1])
        self.entered.remove(pause)
        pauses.set(tuple([p for p in pauses.get() if p is not pause]))
        with lock:
            open_pauses.discard(pause)
            _tell()


def _opener(frame: FrameType) -> FrameType:
    """The frame that says `with no_grad()`, or calls ExitStack.enter_context(no_grad())."""
    while frame.f_globals.get("__name__") == "contextlib" and frame.f_back is not None:
        frame = frame.f_back
    return frame
