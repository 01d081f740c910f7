"""A loss that has no value at some points, or that needs Nodes at some: the map of all of them.

A map is of the loss alone; what the loss does at one point spoils no other.
"""

from __future__ import annotations

import math
from typing import Any

import pytest

NONE = math.nan
ACROSS = [1.0, 1.5, 2.0, 2.5, 3.0]
SQUARES = [1.0, 2.25, 4.0, NONE, NONE]
MAPS: dict[str, tuple[str, list[float]]] = {
    "an assertion": ("def loss(x=2.0):\n    assert x < 2.4\n    return x * x", SQUARES),
    "an error of the learner's": (
        "class Far(Exception): pass\ndef loss(x=2.0):\n    if x > 2.4: raise Far\n    return x * x",
        SQUARES),
    "a key that is not there": (
        "def loss(x=2.0):\n    return {True: x * x}[bool(x < 2.4)]", SQUARES),
    "an index that is not there": (
        "def loss(x=2.0):\n    return [x * x][0 if x < 2.4 else 1]", SQUARES),
    "a number read on one way": (
        "def loss(x=2.0):\n    return x * x if x > 1.9 else x * x.value + 1",
        [2.0, 3.25, 4.0, 6.25, 9.0]),
    "a gradient within": (
        "from py_engine import grad\ndef loss(x=2.0):\n"
        "    return x * grad(lambda t: t ** 3)(x.value)",
        [3.0, 10.125, 24.0, 46.875, 81.0]),
    "a gradient within, on one way": (
        "from py_engine import grad\ndef loss(x=2.0):\n"
        "    return x * x if x > 1.9 else x * grad(lambda t: t ** 3)(x.value)",
        [3.0, 10.125, 4.0, 6.25, 9.0]),
    "a graph of its own": (
        "from py_engine import Node\ndef loss(x=2.0):\n    n = Node(x.value)\n"
        "    (n * n).backward()\n    return x * n.grad",
        [2.0, 4.5, 8.0, 12.5, 18.0]),
}


@pytest.mark.parametrize("kind", MAPS)
def test_a_map_has_each_value_that_there_is(room: Any, drain: Any, kind: str) -> None:
    code, right = MAPS[kind]
    result = room.result(code)
    assert result["loss"] == right[2]
    assert [remark for remark in room.witnessed()["remarks"] if remark["kind"] != "note"] == []
    _, land = drain(room.landscape({
        "x": 0, "y": None, "held": [2.0], "xRange": [ACROSS[0], ACROSS[-1]], "yRange": None,
        "width": len(ACROSS), "height": 1}))
    assert list(land["values"]) == pytest.approx(right, rel=1e-12, nan_ok=True)


def test_no_grad_left_open_takes_no_gradient_away(room: Any) -> None:
    engine = "from py_engine import Node, no_grad\n"
    left = room.result(engine + "no_grad().__enter__()\ndef loss(x=2.0): return x * x")
    assert left["parameters"][0]["gradient"] == 4.0
    after = room.result(engine + "with no_grad(): pass\nn = Node(2.0)\n(n * n).backward()\n"
                        "slope = n.grad\ndef loss(x=2.0): return x * slope")
    assert after["loss"] == 8.0
