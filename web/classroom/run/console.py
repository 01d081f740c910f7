"""What learners' code prints: passed on as it comes, up to a limit, or kept quiet."""

from __future__ import annotations

import io
from collections.abc import Callable

from classroom.words.faults import CHARACTERS, LINES, NoKeyboard, TooMuchOutput

Clock = Callable[[], float]

PROMPT_WRITES = 200
PAUSE = 0.03


class Console(io.TextIOBase):
    """A text stream for `sys.stdout` and `sys.stderr`, in front of `write(text)`.

    The first 200 writes of a run pass at once, so that what was printed before an endless loop
    is seen; later ones are joined, and passed on every 30 ms: a message each would be slow.
    At the limit it raises TooMuchOutput, or, where it does not stop, falls silent.
    """

    def __init__(self, write: Callable[[str], object], clock: Clock, *,
                 stops: bool = True) -> None:
        self._write = write
        self._clock = clock
        self._stops = stops
        self.begin()

    def begin(self) -> None:
        """Start counting anew: a run begins."""
        self.muted = self.overflowed = False
        self._characters = self._lines = self._writes = 0
        self._held: list[str] = []
        self._passed_at = self._clock()

    @property
    def used(self) -> bool:
        """Whether anything was printed since `begin`."""
        return self._characters > 0

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, text: str) -> int:
        """Pass `text` on; raises TypeError for what is not text, TooMuchOutput at the limit."""
        if not isinstance(text, str):
            raise TypeError(f"write() takes a string, not {type(text).__name__}")
        if self.muted or not text:
            return len(text)
        room = CHARACTERS - self._characters
        self._held.append(text[:room])
        self._characters += min(len(text), room)
        self._lines += text.count("\n")
        self._writes += 1
        if len(text) > room or self._lines > LINES:
            self.flush()
            if self._stops:
                raise TooMuchOutput
            self.muted = self.overflowed = True
        if self._writes <= PROMPT_WRITES or self._clock() - self._passed_at > PAUSE:
            self.flush()
        return len(text)

    def flush(self) -> None:
        """Pass on what is held."""
        if not self._held:
            return
        text = "".join(self._held)
        self._held.clear()
        self._write(text.encode("utf-8", "replace").decode())
        self._passed_at = self._clock()


class NoInput(io.TextIOBase):
    """`sys.stdin` of learners' code: reading from it is refused, with the way out."""

    def readable(self) -> bool:
        """Say that it can be read, so that `input` tries."""
        return True

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # typeshed: int
        """Raise NoKeyboard."""
        raise NoKeyboard

    def read(self, size: int | None = -1, /) -> str:
        """Raise NoKeyboard."""
        raise NoKeyboard
