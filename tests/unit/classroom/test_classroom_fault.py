"""Where compiled code is wrong: the loss runs eagerly, and the page is told, with a report."""

from __future__ import annotations

from typing import Any

import pytest

from classroom.api import Classroom
from py_engine.jit.variant import Variant

from .conftest import drained
from .protocol import assert_shape
from .test_classroom_engine import ENGINE

CODE = """
def loss(x=3.0, y=1.0):
    return (x - 1) ** 2 + y * y
"""
LAND = {"x": 0, "y": 1, "held": [3.0, 1.0], "xRange": [-1.0, 1.0], "yRange": [-1.0, 1.0],
        "width": 5, "height": 5}
DESCENT = {"start": [3.0, 1.0], "optimizer": "gradient descent", "rate": 0.1, "steps": 5}


@pytest.fixture
def wrong_below(room: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Make compiled code wrong where x is below a bound: its value, or one of its slopes."""
    monkeypatch.setattr(room._workshop.clean, "restore", lambda: None)  # it would undo it
    both, value = Variant.value_and_gradient, Variant.value

    def spoil(bound: float, by: float = 0.5, slope: float = 0.0) -> None:
        def value_and_gradient(self: Variant, point: Any) -> Any:
            found, (first, *others) = both(self, point)
            far = point[0] < bound
            return found + far * by, (first + far * slope, *others)

        monkeypatch.setattr(Variant, "value_and_gradient", value_and_gradient)
        monkeypatch.setattr(Variant, "value",
                            lambda self, point: value(self, point) + (point[0] < bound) * by)

    return spoil


def right(x: float, y: float) -> float:
    return (x - 1) ** 2 + y * y


def test_without_a_fault_there_is_nothing_to_tell(room: Any) -> None:
    room.result(CODE)
    drained(room.descend(DESCENT))
    drained(room.landscape(LAND))
    assert room.fault() is None


def test_a_fault_at_the_start_is_told_with_the_run_and_nothing_compiled_is_used(
    room: Any, wrong_below: Any,
) -> None:
    wrong_below(10.0)
    result = room.result(CODE)
    assert result["loss"] == 5.0
    remark = room.fault()
    assert_shape(remark, "Remark")
    assert remark["kind"] == "ours"
    assert remark["message"].startswith(
        "Our compiler was wrong: at `x` = 3, `y` = 1 its code gave the loss as 5.5, and it is 5.")
    assert room.evaluate({"point": [0.0, 2.0]}) == {"loss": 5.0, "gradient": [-2.0, 4.0]}
    assert "compiled code gave a wrong number" in room.explain({})["reason"]


def test_a_fault_on_the_way_is_found_at_the_end_of_a_descent_which_is_right_the_next_time(
    room: Any, wrong_below: Any,
) -> None:
    room.result(CODE)
    drained(room.descend(DESCENT | {"steps": 0}))
    wrong_below(2.0)
    drained(room.descend(DESCENT))
    assert "Our compiler was wrong" in room.fault()["message"]
    events, _ = drained(room.descend(DESCENT))
    points = [number for event in events for number in event["points"]]
    losses = [number for event in events for number in event["losses"]]
    assert losses == pytest.approx([right(*points[k:k + 2]) for k in range(0, len(points), 2)])


def test_a_fault_in_a_landscape_is_found_by_its_sample(room: Any, wrong_below: Any) -> None:
    room.result(CODE)
    drained(room.landscape(LAND | {"xRange": [2.5, 3.0]}))
    wrong_below(2.0)
    drained(room.landscape(LAND))
    assert room.fault() is not None
    _, land = drained(room.landscape(LAND))
    assert list(land["values"]) == [right(-1 + i / 2, -1 + j / 2)
                                    for j in range(5) for i in range(5)]


def test_a_wrong_slope_is_told_as_one(room: Any, wrong_below: Any) -> None:
    wrong_below(10.0, by=0.0, slope=-0.25)
    room.result(CODE)
    message = room.fault()["message"]
    assert "its code gave the gradient by `x` as 3.75, and it is 4." in message


def test_a_fault_is_told_once_with_a_report_that_has_all_to_see_it_again(
    room: Any, wrong_below: Any,
) -> None:
    wrong_below(10.0)
    room.result(CODE)
    report = room.fault()["report"]
    assert room.fault() is None
    for part in ("gave the loss as 5.5, and it is 5", "x = 3.0, y = 1.0", CODE.strip(), "engine"):
        assert part in report


def test_the_values_of_a_students_engine_are_watched_too(room: Any, wrong_below: Any) -> None:
    wrong_below(10.0)
    room.result(CODE, engine=ENGINE)
    assert ENGINE.strip() in room.fault()["report"]
    _, land = drained(room.landscape(LAND))
    assert land["values"][0] == right(-1, -1)


def test_a_loss_that_remembers_is_no_fault_of_the_compiler() -> None:
    room = Classroom(lambda text: None)
    room.run({"code": "calls = [0]\ndef loss(x=3.0):\n    calls[0] += 1\n"
                      "    return x * x if calls[0] < 9 else x\n"})
    for x in range(20):
        room.evaluate({"point": [float(x)]})
    assert room.fault() is None


def test_a_compiler_that_fails_is_no_error_of_the_learner(
    room: Any, monkeypatch: pytest.MonkeyPatch,
) -> None:
    def failing(*_arguments: Any) -> Any:
        raise IndexError("list index out of range")

    monkeypatch.setattr(room._workshop.clean, "restore", lambda: None)
    monkeypatch.setattr("py_engine.jit.variant.compile_python", failing)
    assert room.result(CODE)["loss"] == 5.0
    remark = room.fault()
    assert_shape(remark, "Remark")
    assert remark["message"].startswith(
        "Our compiler was wrong: at `x` = 3, `y` = 1 its code failed with IndexError.")
    assert CODE.strip() in remark["report"]
    _, land = drained(room.landscape(LAND))
    assert land["values"][0] == right(-1, -1)
