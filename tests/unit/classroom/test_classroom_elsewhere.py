"""The loss at another point, the model over its data, and the Lab's examples in the classroom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from classroom.api import Classroom
from classroom.words.faults import LearnerError

EXAMPLES = Path(__file__).resolve().parents[3] / "web" / "app" / "model" / "examples"
NAMES = sorted(path.stem for path in EXAMPLES.glob("*.py"))
BRANCHES = """
def loss(x=1.0):
    if x > 0:
        return x * x * x
    return -x
"""


def ran(code: str) -> tuple[Classroom, Any]:
    room = Classroom(lambda text: None)
    return room, room.run({"code": code})


def drained(stream: Any) -> Any:
    while True:
        try:
            next(stream)
        except StopIteration as stop:
            return stop.value


@pytest.mark.parametrize("name", NAMES)
def test_an_example_runs_and_looks_the_same_at_its_start_from_elsewhere(name: str) -> None:
    room, result = ran((EXAMPLES / f"{name}.py").read_text(encoding="utf-8"))
    start = [parameter["value"] for parameter in result["parameters"]]
    room.look({"point": [value + 0.01 for value in start]})
    sight = room.look({"point": start})
    assert sight["loss"] == result["loss"]
    assert sight["graph"] == result["graph"]
    assert sight["traversal"] == result["traversal"]
    assert sight["closedForm"] == result["closedForm"]
    assert sight["parameters"] == result["parameters"]


def test_elsewhere_all_numbers_are_those_of_that_point() -> None:
    room, _ = ran("def loss(x=1.0, y=-2.0):\n    return x ** 2 + 3 * y ** 2")
    sight = room.look({"point": [0.5, 2.0]})
    assert sight["loss"] == 12.25
    assert [p["gradient"] for p in sight["parameters"]] == [1.0, 12.0]
    witness = drained(room.witness({}))
    assert witness["point"] == [0.5, 2.0]
    assert [check["numeric"] for check in witness["checks"]] == pytest.approx([1.0, 12.0])
    assert {node["id"]: node["value"] for node in sight["graph"]["nodes"]}["n0"] == 0.5


def test_where_a_branch_changes_another_graph_is_drawn_and_back() -> None:
    room, result = ran(BRANCHES)
    other = room.look({"point": [-2.0]})
    assert other["loss"] == 2.0
    assert len(other["graph"]["nodes"]) != len(result["graph"]["nodes"])
    assert room.look({"point": [1.0]})["graph"]["nodes"] == result["graph"]["nodes"]


def test_the_first_look_is_right_where_another_branch_was_evaluated_last() -> None:
    room, result = ran(BRANCHES)
    assert room.evaluate({"point": [-2.0]}) == {"loss": 2.0, "gradient": [-1.0]}
    other = room.look({"point": [-2.0]})
    assert len(other["graph"]["nodes"]) != len(result["graph"]["nodes"])
    (output,) = [node for node in other["graph"]["nodes"] if node["output"]]
    assert output["value"] == other["loss"] == 2.0


@pytest.mark.parametrize("code", [
    "def loss(x=1.0):\n    unused = x * 3\n    return x * x",
    "from py_engine import Node\nkept = Node(3.0) * 2\ndef loss(x=1.0):\n    return x * kept",
])
def test_the_graph_is_that_of_what_the_loss_depends_on_there_as_here(code: str) -> None:
    room, result = ran(code)
    for at in (2.0, 3.0, 1.0):  # what is computed from a kept Node is written behind it each time
        graph = room.look({"point": [at]})["graph"]
        assert graph["size"] == result["graph"]["size"] <= 2
    assert graph["nodes"] == result["graph"]["nodes"]


def test_a_repetition_that_was_chosen_stays_chosen_elsewhere() -> None:
    room, result = ran((EXAMPLES / "nearest_point.py").read_text(encoding="utf-8"))
    frame = result["graph"]["frames"][0]["id"]
    room.instance({"template": frame, "index": 7})
    assert room.look({"point": [0.4, 0.4]})["graph"]["frames"][0]["index"] == 7


def test_where_there_is_no_gradient_the_look_says_so() -> None:
    room, _ = ran("from py_engine import sqrt\ndef loss(x=1.0):\n    return sqrt(x * x)")
    with pytest.raises(LearnerError) as caught:
        room.look({"point": [0.0]})
    assert caught.value.data["type"] == "GradientError"
    assert caught.value.data["line"] == 3


def test_a_fitted_line_is_predicted_over_its_data() -> None:
    room, _ = ran((EXAMPLES / "line_fit.py").read_text(encoding="utf-8"))
    found = room.predict({"point": [2.0, 1.0]})
    assert found is not None
    low, high = found["xRange"]
    assert low < 0.5
    assert high > 4.0
    assert found["values"][0] == 2 * low + 1
    assert found["values"][-1] == 2 * high + 1


def test_two_moons_are_parted_after_the_descent_with_the_boundary_between_the_labels() -> None:
    room, result = ran((EXAMPLES / "two_moons.py").read_text(encoding="utf-8"))
    start = [parameter["value"] for parameter in result["parameters"]]
    end = drained(room.descend({"start": start, "optimizer": "adam", "rate": 0.05, "steps": 400}))
    found = room.predict({"point": end["point"]})
    assert found is not None
    assert found["boundary"] == 0.0
    assert min(found["values"]) < 0 < max(found["values"])
    assert end["loss"] < 0.1


def test_without_a_predict_there_is_nothing_to_draw() -> None:
    room, result = ran((EXAMPLES / "nearest_point.py").read_text(encoding="utf-8"))
    assert room.predict({"point": [p["value"] for p in result["parameters"]]}) is None
