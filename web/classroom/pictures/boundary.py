"""What the learner's model says over the plane of its data: a fitted line, or a decision boundary.

The convention: beside `loss`, the learner's code may have

    def predict(a, b, *parameters): ...

that gives the model's answer for one datum (one input or two), with the parameters of `loss` after
it. Where the data has two labels, the boundary lies where the answer is halfway between them.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from inspect import Parameter, signature
from math import nan
from typing import Any

from classroom.pictures.view import FARTHEST
from classroom.protocol import DataPoints, Prediction
from classroom.run.workshop import Loss, Point, number

NAME = "predict"
ALONG = 120
ACROSS = 52
MARGIN = 0.08


def prediction(loss: Loss, data: DataPoints | None, point: Point) -> Prediction | None:
    """The Prediction of the protocol at a point; None without a `predict` and data to draw."""
    model = loss.globals.get(NAME)
    if not data or data["plane"] != "data" or not callable(model):
        return None
    inputs = _inputs(model, len(point))
    if inputs not in (1, 2):
        return None
    xs = _spread(data["x"], ALONG if inputs == 1 else ACROSS)
    ys = _spread(data["y"], ACROSS) if inputs == 2 else None
    with loss.workshop.open(quiet=True):
        values = array("d", [_answer(model, (*datum, *point)) for datum in _data(xs, ys)])
    return {"inputs": inputs, "xRange": [xs[0], xs[-1]], "yRange": [ys[0], ys[-1]] if ys else None,
            "width": len(xs), "height": len(ys) if ys else 1, "values": values,
            "boundary": _halfway(data["label"]) if inputs == 2 else None}


def _inputs(model: Callable[..., Any], parameters: int) -> int:
    """How many numbers of a datum come before the parameters."""
    try:
        wanted = signature(model).parameters.values()
    except (TypeError, ValueError):
        return 0
    places = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)
    named = sum(each.kind in places for each in wanted)
    taken_up = any(each.kind is Parameter.VAR_POSITIONAL for each in wanted)
    return named if taken_up and named <= 2 else named - parameters


def _spread(column: Sequence[float], count: int) -> list[float]:
    """Evenly spread numbers from a little below the least to a little above the greatest."""
    low, high = max(min(column), -FARTHEST / 2), min(max(column), FARTHEST / 2)
    margin = MARGIN * (high - low) or 1.0
    low, high = low - margin, high + margin
    return [low + (high - low) * (k / (count - 1)) for k in range(count)]


def _data(xs: list[float], ys: list[float] | None) -> list[tuple[float, ...]]:
    """Row by row from the low y."""
    return [(x,) for x in xs] if ys is None else [(x, y) for y in ys for x in xs]


def _answer(model: Callable[..., Any], arguments: tuple[float, ...]) -> float:
    try:
        return number(model(*arguments))
    except Exception:
        # Learners' code may raise anything where it has no answer.
        return nan


def _halfway(label: Sequence[float] | None) -> float | None:
    """Between the two labels; None where there are not two."""
    kinds = sorted(set(label or ()))
    return (kinds[0] + kinds[1]) / 2 if len(kinds) == 2 else None
