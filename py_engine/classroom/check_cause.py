"""Find what an answer fails by: a slip that, undone, makes it pass."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Cause:
    """A slip at a line of the answer, in words."""

    words: str
    line: int


def find_cause(source: str, passes: Callable[[str, float], bool],
               seconds: float) -> Cause | None:
    """Not yet."""
    return None
