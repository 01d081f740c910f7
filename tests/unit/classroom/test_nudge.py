"""A nudge on a node of the drawn graph: what follows from it, and what its gradient foretold."""

import math

import pytest

from tests.lecture import lecture_points

from .conftest import EXAMPLES
from .protocol import assert_shape
from .test_dialects import SET_AND_CLOSURES

CODE = "def loss(x=1.5, y=-0.7):\n    z = x * y + x\n    return (z * z - y * 3) ** 2 + x"


def drawn(result):
    return {node["id"]: node for node in result["graph"]["nodes"]}


def output(result):
    return next(node["id"] for node in result["graph"]["nodes"] if node["output"])


@pytest.mark.parametrize("engine", [None, SET_AND_CLOSURES])
def test_a_small_nudge_changes_the_loss_as_the_gradient_foretells(room, engine):
    result = room.result(CODE, engine=engine)
    end = output(result)
    for name, node in drawn(result).items():
        if node["kind"] == "constant":
            continue
        nudge = room.nudge({"point": [1.5, -0.7], "node": name, "by": 1e-6})
        assert_shape(nudge, "Nudge")
        change = nudge["values"][end] - result["loss"]
        assert change == pytest.approx(1e-6 * node["gradient"], rel=1e-4)


def test_a_large_nudge_of_a_parameter_is_the_loss_at_the_other_point(room, opening_code):
    result = room.result(opening_code)
    xs, ys = lecture_points()
    leaf = next(name for name, node in drawn(result).items() if node["name"] == "x")
    values = room.nudge({"point": [0.3, 0.3], "node": leaf, "by": 4.0})["values"]
    expected = math.fsum(math.hypot(a - 4.3, b - 0.3) for a, b in zip(xs, ys, strict=True)) / 1000
    assert values[output(result)] == pytest.approx(expected, rel=1e-12)
    assert values[leaf] == 4.3


def test_a_node_in_a_frame_is_nudged_in_the_repetition_that_is_shown(room, opening_code):
    result = room.result(opening_code)
    frame = result["graph"]["frames"][0]["id"]
    room.instance({"template": frame, "index": 7})
    xs, ys = lecture_points()
    inside = next(name for name, node in drawn(result).items()
                  if node["frame"] == frame and node["op"] in ("sqrt", "hypot", "pow")
                  and node["symbol"] != "^2")
    values = room.nudge({"point": [0.3, 0.3], "node": inside, "by": 10.0})["values"]
    assert values[output(result)] == pytest.approx(result["loss"] + 10.0 / 1000, rel=1e-12)
    assert values[inside] == pytest.approx(math.hypot(xs[7] - 0.3, ys[7] - 0.3) + 10, rel=1e-12)


def test_a_nudge_speaks_of_the_point_that_it_is_asked_at(room):
    room.result("def loss(x=1.0):\n    return x * x * x")
    values = room.nudge({"point": [2.0], "node": "n0", "by": 1.0})["values"]
    assert max(values.values()) == 27.0


def test_where_there_is_no_value_any_more_there_is_none(room):
    result = room.result("from py_engine import sqrt\ndef loss(x=1.0):\n    return sqrt(x) + 1")
    values = room.nudge({"point": [1.0], "node": "n0", "by": -3.0})["values"]
    assert math.isnan(values[output(result)])


def test_what_cannot_be_changed_is_told(room):
    room.result((EXAMPLES / "one_point.py").read_text(encoding="utf-8"))
    with pytest.raises(Exception, match="nothing to change at 'n999'"):
        room.nudge({"point": [0.3, 0.3], "node": "n999", "by": 1.0})
