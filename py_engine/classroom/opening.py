"""The Lab's opening result as strict JSON, so that the page can show it before Python is there.

    python -m py_engine.classroom.opening FILE

prints {"code", "run", "descent": {"args", "steps", "end"}, "landscape": {"args", "landscape"}}
for the loss in FILE: results of the classroom's own methods, with what the eye cannot tell apart
rounded away.
"""

from __future__ import annotations

import json
import sys
from array import array
from pathlib import Path
from typing import Any

from py_engine.classroom.api import Classroom, Stream
from py_engine.classroom.faults import Plain

DESCENT: Plain = {"optimizer": "gradient descent", "rate": 0.1, "steps": 200}
SAMPLES = 60
DIGITS = 4


def opening(code: str) -> Plain:
    """Run a loss, descend from its start, and look at the land around; raises LearnerError."""
    room = Classroom(lambda text: None)
    run = room.run({"code": code})
    start = [parameter["value"] for parameter in run["parameters"]]
    descent = {"start": start, **DESCENT}
    events, end = _drained(room.descend(descent))
    place = _place(run["view"], start)
    _, land = _drained(room.landscape(place))
    return {"code": code, "run": {**run, "seconds": 0.0, "data": _rounded(run["data"])},
            "descent": {"args": descent, "steps": _rounded(_joined(events)), "end": end},
            "landscape": {"args": place, "landscape": _rounded(land)}}


def _place(view: Plain, start: list[float]) -> Plain:
    curve = view["y"] is None
    return {"x": 0, "y": None if curve else 1, "held": start, "xRange": view["x"],
            "yRange": view["y"], "width": SAMPLES, "height": 1 if curve else SAMPLES}


def _drained(stream: Stream) -> tuple[list[Plain], Plain]:
    """The events of a stream, and its result."""
    events: list[Plain] = []
    while True:
        try:
            events.append(next(stream))
        except StopIteration as stop:
            return events, stop.value


def _joined(events: list[Plain]) -> Plain:
    """All steps in one StepsEvent."""
    joined: Plain = {"event": "steps", "first": 0}
    for name in ("points", "losses", "gradientNorms"):
        joined[name] = array("d", [number for event in events for number in event[name]])
    return joined


def _rounded(value: Any) -> Any:
    """Arrays as lists of a few digits; what is shown as a number keeps all of its digits."""
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, array):
        return [float(f"{number:.{DIGITS}g}") for number in value]
    return value


def main() -> None:
    """Print the opening of the file that is named on the command line."""
    code = Path(sys.argv[1]).read_text(encoding="utf-8")
    json.dump(opening(code), sys.stdout, allow_nan=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
