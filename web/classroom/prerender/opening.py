"""The Lab's opening result as strict JSON, so that the page can show it before Python is there.

    python -m classroom.prerender.opening [FILE]

prints {"code", "result", "witness", "descent": {"steps", "end"}, "landscape": {"args",
"landscape"}, "explanation"} for the loss in FILE, by default the Lab's first example: what the
classroom's own methods give, with what the eye cannot tell apart rounded away.
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Generator
from math import isfinite
from pathlib import Path
from typing import Any, Literal, TypeVar

from classroom.api import Classroom
from classroom.protocol import DescendArgs, LandscapeArgs, StepsEvent, View
from classroom.words.faults import Plain

EXAMPLE = (Path(__file__).resolve().parents[2]
           / "app" / "model" / "examples" / "nearest_point.py")
Event = TypeVar("Event")
Result = TypeVar("Result")
SAMPLES = 48
DIGITS = 4


def opening(code: str) -> Plain:
    """Run a loss, descend from its start, and look at the land around; raises LearnerError."""
    room = timeless_room()
    run = room.run({"code": code})
    _, witness = drained(room.witness({}))
    start = [parameter["value"] for parameter in run["parameters"]]
    descent: DescendArgs = {"start": start, "optimizer": "gradient descent", "rate": 0.1,
                            "steps": 100}
    events, end = drained(room.descend(descent))
    place = _place(run["view"], start)
    _, land = drained(room.landscape(place))
    explanation = {**room.explain({}), "wat": None}  # long, and soon there
    return {"code": code, "result": {**run, "seconds": 0.0, "data": rounded(run["data"])},
            "descent": {"steps": rounded(joined(events)), "end": end},
            "landscape": {"args": place, "landscape": rounded(land)},
            "witness": witness, "explanation": explanation}


def timeless_room() -> Classroom:
    """A classroom whose clock stands still: what it gives hangs on no machine's pace."""
    return Classroom(lambda text: None, clock=lambda: 0.0)


def _place(view: View, start: list[float]) -> LandscapeArgs:
    curve = view["y"] is None
    low, high = view["x"]
    beside = 0.0 if curve else (high - low) / 2  # the page's map is wider than it is high
    return {"x": 0, "y": None if curve else 1, "held": start,
            "xRange": [low - beside, high + beside], "yRange": view["y"],
            "width": 2 * SAMPLES, "height": 1 if curve else SAMPLES}


def drained(stream: Generator[Event, None, Result]) -> tuple[list[Event], Result]:
    """The events of a stream, and its result."""
    events: list[Event] = []
    while True:
        try:
            events.append(next(stream))
        except StopIteration as stop:
            return events, stop.value


def joined(events: list[StepsEvent]) -> StepsEvent:
    """All steps in one StepsEvent."""
    def column(name: Literal["points", "losses", "gradientNorms"]) -> array[float]:
        return array("d", [number for event in events for number in event[name]])

    return {"event": "steps", "first": 0, "points": column("points"), "losses": column("losses"),
            "gradientNorms": column("gradientNorms")}


def rounded(value: Any) -> Any:
    """Arrays as lists of a few digits; what is shown as a number keeps all of its digits."""
    if isinstance(value, dict):
        return {name: rounded(part) for name, part in value.items()}
    if isinstance(value, array):
        return [float(f"{each:.{DIGITS}g}") if isfinite(each) else None for each in value]
    return value


def main() -> None:
    """Print the opening of the file that is named on the command line."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLE
    code = path.read_text(encoding="utf-8")
    json.dump(opening(code), sys.stdout, allow_nan=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
