"""What the course's figures show before Python is there: made when the site is built.

    python -m classroom.prerender.stills FIGURES.json

reads a list of what figures look at (`code`; and `start`, `follow`, `descent`, `land`, `reach`,
`x`, `y`, `explained`, and `claim`, `caption`, `laps` where they matter) and prints, as strict JSON,
for each one what the classroom's own methods give: {"result", "here", "descent", "landscape",
"explanation"}; {"problem"} for a figure whose code fails, and {"refuted"} where its claim does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from classroom.api import Classroom
from classroom.prerender.claims import refuted
from classroom.prerender.opening import drained, joined, rounded, timeless_room
from classroom.protocol import LandscapeArgs
from classroom.words.faults import LearnerError, Plain

WIDEST = 2.4  # the widest picture, as a multiple of its height
COMPARABLE = 3  # axes whose spans differ by less get one scale, as in the page's map
MARGIN = 0.1
SAMPLES = 48
CURVE = 400


def still(figure: Plain, room: Classroom) -> Plain:
    """All that a figure shows at first. Raises LearnerError."""
    result: Plain = {**room.run({"code": figure["code"]}), "seconds": 0.0}
    defaults = [parameter["value"] for parameter in result["parameters"]]
    start = figure.get("start") or defaults
    if len(start) != len(defaults):
        raise ValueError(f"start has {len(start)} numbers; the loss takes {len(defaults)}")
    if start != defaults and figure.get("follow"):
        result |= room.look({"point": start})
    return {
        "result": {**result, "data": rounded(result["data"])},
        "here": {"point": start, "evaluation": room.evaluate({"point": start})},
        "descent": _descent(room, start, figure["descent"]) if figure.get("descent") else None,
        "landscape": _landscape(room, _place(result["view"], start, figure)) if figure.get("land")
        else None,
        "explanation": room.explain({}) if figure.get("explained") else None,
    }


def _descent(room: Classroom, start: list[float], settings: Plain) -> Plain:
    args: Any = {**settings, "start": start}
    events, end = drained(room.descend(args))
    return {"steps": rounded(joined(events)), "end": end}


def _landscape(room: Classroom, place: LandscapeArgs) -> Plain:
    _, land = drained(room.landscape(place))
    exact = place["yRange"] is None  # slopes are read off a curve
    return {"args": place, "landscape": {**land, "values": list(land["values"])} if exact
            else rounded(land)}


def _place(view: Plain, start: list[float], figure: Plain) -> LandscapeArgs:
    """What the page's views will show of the land, with some room for panes of any shape."""
    x, y = figure.get("x") or view["x"], figure.get("y") or view["y"]
    if y is None:
        reach = figure.get("reach", 0.0)  # of a secant, to both sides of the point
        x = [min(x[0], start[0] - reach), max(x[1], start[0] + reach)]
        return {"x": 0, "y": None, "held": start, "xRange": x, "yRange": None, "width": CURVE,
                "height": 1}
    x, y = _holding(x, start[0]), _holding(y, start[1])
    wide, high = x[1] - x[0], y[1] - y[0]
    if max(wide / high, high / wide) < COMPARABLE:
        x, y = _widened(x, WIDEST * max(wide, high)), _widened(y, max(wide, high))
    return {"x": 0, "y": 1, "held": start, "xRange": x, "yRange": y, "width": 2 * SAMPLES,
            "height": SAMPLES}


def _holding(seen: list[float], at: float) -> list[float]:
    """A range that holds a point, with a margin."""
    low, high = min(seen[0], at), max(seen[1], at)
    return _widened([low, high], (1 + 2 * MARGIN) * (high - low))


def _widened(seen: list[float], width: float) -> list[float]:
    middle = (seen[0] + seen[1]) / 2
    return [middle - width / 2, middle + width / 2]


def answer(figure: Plain) -> Plain:
    """A still, or in one sentence why there is none, or why what the figure claims is not so."""
    room = timeless_room()
    try:
        shown = still(figure, room)
    except LearnerError as error:
        return {"problem": error.data["message"]}
    except ValueError as error:
        return {"problem": str(error)}
    why = refuted(figure, shown, room)
    return {"refuted": why} if why else shown


def main() -> None:
    """Answer for the list of figures in the file that is named on the command line."""
    figures: list[Plain] = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    json.dump([answer(figure) for figure in figures], sys.stdout,
              allow_nan=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
