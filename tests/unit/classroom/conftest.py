"""A classroom whose prints are kept, and what the tests run in it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from classroom.api import Classroom
from classroom.words.faults import LearnerError

EXAMPLES = Path(__file__).resolve().parents[3] / "web" / "app" / "model" / "examples"


class Room(Classroom):
    """A classroom with a clock that a test can turn, and prints that it can read."""

    def __init__(self) -> None:
        self.printed: list[str] = []
        self.now = 0.0
        self.tick_seconds = 0.001
        super().__init__(self.printed.append, clock=self.tick)

    def tick(self) -> float:
        """Each look at the clock takes a moment."""
        self.now += self.tick_seconds
        return self.now

    @property
    def text(self) -> str:
        return "".join(self.printed)

    def failure(self, code: str, **args: Any) -> dict[str, Any]:
        """The LearnerError of a run that must fail."""
        with pytest.raises(LearnerError) as caught:
            self.run({"code": code, **args})
        return caught.value.data

    def result(self, code: str, **args: Any) -> dict[str, Any]:
        return self.run({"code": code, **args})

    def witnessed(self) -> dict[str, Any]:
        """The Witness of what was run or looked at last."""
        return drained(self.witness({}))[1]

    def remark(self, kind: str) -> dict[str, Any]:
        """The one Remark of the Witness, which must be of this kind."""
        (remark,) = self.witnessed()["remarks"]
        assert remark["kind"] == kind, remark
        return remark

    def numeric(self) -> list[float | None]:
        """The slopes of the Witness."""
        return [check["numeric"] for check in self.witnessed()["checks"]]


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room._workshop.clean.restore()
    assert room.fault() is None, "compiled code was wrong"


@pytest.fixture(scope="session")
def opening_code() -> str:
    return (EXAMPLES / "nearest_point.py").read_text(encoding="utf-8")


def drained(stream: Generator[Any, None, Any]) -> tuple[list[Any], Any]:
    """All events of a stream, and what it returned."""
    events: list[Any] = []
    while True:
        try:
            events.append(next(stream))
        except StopIteration as end:
            return events, end.value


@pytest.fixture
def drain() -> Callable[[Generator[Any, None, Any]], tuple[list[Any], Any]]:
    return drained
