"""Losses at which engines and compilers go wrong, by each way in which the page asks for numbers.

What is right is given, or is the same text on plain floats.
"""

from __future__ import annotations

import math
from array import array
from typing import Any

import pytest

from classroom.words.faults import LearnerError
from tests.truths import CASES, Case, Truth

KNOWN = [pytest.param(case, truth, id=f"{case.name}-{k}")
         for case in CASES for k, truth in enumerate(case.truths)]
SPREAD = 0.35
SAMPLES = 7
RATE = 0.01


def on_floats(case: Case) -> Any:
    """The loss on plain floats: nan where it raises."""
    names: dict[str, Any] = {}
    exec(case.code, names)

    def loss(*point: float) -> float:
        try:
            return float(names["loss"](*point))
        except (ArithmeticError, ValueError):
            return math.nan

    return loss


def close(found: float, right: float) -> bool:
    return found == right or math.isclose(found, right, rel_tol=1e-11, abs_tol=1e-13)


@pytest.fixture
def ran(room, request):
    """The classroom once the case of the test has run."""
    room.run({"code": request.getfixturevalue("case").code})
    return room


@pytest.mark.parametrize(("case", "truth"), KNOWN)
def test_a_look_has_the_right_loss_gradient_and_table(ran, case: Case, truth: Truth) -> None:
    if truth.raises:
        with pytest.raises(LearnerError) as caught:
            ran.look({"point": list(truth.at)})
        assert caught.value.data["type"] in (truth.raises, "DomainError")
        return
    sight = ran.look({"point": list(truth.at)})
    assert sight["loss"] == pytest.approx(truth.loss, rel=1e-12, abs=1e-15)
    gradient = [parameter["gradient"] for parameter in sight["parameters"]]
    assert gradient == pytest.approx(list(truth.gradient), rel=1e-8, abs=1e-9)
    (output,) = [node for node in sight["graph"]["nodes"] if node["output"]]
    assert output["value"] == sight["loss"]
    rows = {row["node"]: row for row in sight["traversal"]}
    for node in sight["graph"]["nodes"]:
        if node["kind"] != "constant":
            assert rows[node["id"]]["value"] == node["value"]
            assert rows[node["id"]]["gradient"] == node["gradient"]
    for name, value, slope in zip(ran._study.loss.names, truth.at, gradient, strict=True):
        leaf = next(node for node in sight["graph"]["nodes"] if node["name"] == name)
        assert (leaf["value"], leaf["gradient"]) == (value, slope)


@pytest.mark.parametrize(("case", "truth"), KNOWN)
def test_a_look_is_not_contradicted(ran, case: Case, truth: Truth) -> None:
    if not truth.raises:
        ran.look({"point": list(truth.at)})
        assert [check["verdict"] for check in ran.witnessed()["checks"]
                if check["verdict"] not in ("agrees", "kink", "jump")] == []
        assert not any(remark["kind"] != "note" for remark in ran.witnessed()["remarks"])


@pytest.mark.parametrize(("case", "truth"), KNOWN)
def test_an_evaluation_is_right(ran, case: Case, truth: Truth) -> None:
    if truth.raises:
        with pytest.raises(LearnerError):
            ran.evaluate({"point": list(truth.at)})
        return
    found = ran.evaluate({"point": list(truth.at)})
    assert found["loss"] == pytest.approx(truth.loss, rel=1e-12, abs=1e-15)
    assert found["gradient"] == pytest.approx(list(truth.gradient), rel=1e-8, abs=1e-9)


@pytest.mark.parametrize(("case", "truth"), KNOWN)
def test_each_sample_of_the_map_is_the_loss_on_plain_floats(ran, drain, case: Case,
                                                            truth: Truth) -> None:
    flat = len(truth.at) == 1
    args = {"x": 0, "y": None if flat else 1, "held": list(truth.at),
            "xRange": [truth.at[0] - SPREAD, truth.at[0] + SPREAD],
            "yRange": None if flat else [truth.at[1] - SPREAD, truth.at[1] + SPREAD],
            "width": SAMPLES, "height": 1 if flat else SAMPLES}
    _, land = drain(ran.landscape(args))
    loss = on_floats(case)
    assert isinstance(land["values"], array)
    for cell, value in enumerate(land["values"]):
        row, column = divmod(cell, SAMPLES)
        point = list(truth.at)
        point[0] = _sample(args["xRange"], column)
        if not flat:
            point[1] = _sample(args["yRange"], row)
        right = loss(*point)
        assert close(value, right) or (math.isnan(value) and math.isnan(right)), point


def _sample(ends: list[float], k: int) -> float:
    low, high = ends
    return low + (high - low) * k / (SAMPLES - 1)


@pytest.mark.parametrize(("case", "truth"), KNOWN)
def test_each_step_of_a_descent_has_the_loss_on_plain_floats(ran, drain, case: Case,
                                                             truth: Truth) -> None:
    if truth.raises:
        return
    events, end = drain(ran.descend({"start": list(truth.at), "optimizer": "gradient descent",
                                     "rate": RATE, "steps": 12}))
    loss, width = on_floats(case), len(truth.at)
    points = [number for event in events for number in event["points"]]
    losses = [number for event in events for number in event["losses"]]
    for step, value in enumerate(losses):
        assert close(value, loss(*points[step * width:(step + 1) * width])), step
    assert end["loss"] == losses[-1]
    if len(losses) > 1:
        moved = [(points[k] - points[width + k]) / RATE for k in range(width)]
        assert moved == pytest.approx(list(truth.gradient), rel=1e-6, abs=1e-7)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_every_repetition_can_be_shown(ran, case: Case) -> None:
    graph = ran.look({"point": list(case.truths[0].at)})["graph"]
    for frame in graph["frames"]:
        for index in range(frame["count"]):
            values = ran.instance({"template": frame["id"], "index": index})["values"]
            assert values
            assert all(map(math.isfinite, values.values()))
