"""What no page could show is told or left out, so that each answer is of the protocol's form."""

from __future__ import annotations

import pytest

from .protocol import assert_shape


def wide(count: int) -> str:
    return f"def loss({', '.join(f'p{i}=1.0' for i in range(count))}):\n    return p0 * p1\n"


def test_a_thousand_parameters_can_be_shown(room):
    assert_shape(room.result(wide(1000)), "RunResult")


def test_more_parameters_are_told(room):
    assert "1,001 parameters" in room.failure(wide(1001))["message"]


@pytest.mark.parametrize("start", ["1e307", "-1.7e308", "9e307, y=-1.7e308", "1e17"])
def test_a_view_has_a_finite_width(room, start):
    result = room.result(f"def loss(x={start}):\n    return x * 1e-300\n")
    assert_shape(result, "RunResult")
    for low, high in filter(None, result["view"].values()):
        assert low < high


def test_data_beyond_all_scales_is_drawn_in_a_finite_range(room):
    result = room.result(
        "D = [(-1.7e308, 0.0), (1.7e308, 1.0)]\n\ndef predict(a, w):\n    return w\n\n"
        "def loss(w=1.0):\n    return sum((predict(a, w) - b) ** 2 for a, b in D)\n")
    assert_shape(result, "RunResult")
    assert_shape(room.predict({"point": [1.0]}), "Prediction")


ENGINE = """class Node:
    def __init__(self, value, parents=()):
        self.value = value
        self.grad = 0.0
        self.parents = parents
        self.op = "x" * 5000

    def __mul__(self, other):
        made = Node(self.value * other.value)
        made.parents = {parents}
        return made
"""


@pytest.mark.parametrize("parents", ["(self, made)", "(self, other) * 9000"])
def test_a_graph_that_is_none_is_drawn_without_what_makes_it_none(room, parents):
    files = {"exercise.toml": 'kind = "write"\npassed = ""\n', "starter.py": "",
             "check.py": "from classroom.pictures.bench import check_drawn\n",
             "expression": "a * b"}
    result = room.check({"files": files, "answer": ENGINE.format(parents=parents),
                         "causes": False, "seconds": 2.0})
    assert_shape(result, "CheckResult")


def test_a_long_line_is_not_all_in_the_trace(room):
    numbers = ", ".join(["1"] * 5000)
    failure = room.failure(f"def loss(x=1.0):\n    return sum([{numbers}]) / 0\n")
    assert_shape(failure, "LearnerError")
    assert 500 < len(failure["trace"][0]["text"]) < 2000
