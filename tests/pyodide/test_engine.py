"""The engine in real Pyodide, under Node.js: depth, memory, and the same numbers.

Node.js is the program that the environment variable NODE_PROGRAM names, or else `node`; Pyodide is
the npm package in web/node_modules, or in the folder that PYODIDE_FOLDER names.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from py_engine import value_and_grad
from tests.lecture import lecture_points, mean_distance

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / "web" / "node_modules" / "pyodide"
DEEP = 1_000_000


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    node = os.environ.get("NODE_PROGRAM", "node")
    folder = os.environ.get("PYODIDE_FOLDER", str(FOLDER))
    done = subprocess.run(
        [node, str(HERE / "engine.mjs"), folder],
        capture_output=True, text=True, timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def test_it_is_the_python_of_the_site(found: dict[str, Any]) -> None:
    assert found["python"].startswith("3.14.")


def test_a_chain_of_a_million_operations_goes_forward_and_back_and_is_freed(
    found: dict[str, Any],
) -> None:
    assert found["chain"] == [1.0 + DEEP / 2, 0.0]
    assert found["chain_and_back"] == [1.0 + DEEP / 2, 1.0]
    assert found["long_sum"] == [DEEP / 4, DEEP]


def test_long_chains_of_a_students_nodes_are_freed_and_python_lives_on(
    found: dict[str, Any],
) -> None:
    assert found["freed_chains"] == [199_990_000.0] * 2


def test_the_examples_in_the_documentation_are_right(found: dict[str, Any]) -> None:
    failed, attempted = found["examples"]
    assert failed == 0
    assert attempted > 20


def test_graphs_are_walked_without_recursion(found: dict[str, Any]) -> None:
    assert found["walk"] == [20_001, 20_001]


def test_the_lectures_numbers(found: dict[str, Any]) -> None:
    value, gradient = found["lecture_1"]
    assert value == pytest.approx(0.5472122517293468, rel=1e-15)
    assert gradient == pytest.approx([-0.5900849147094943, -0.8073411877467226], rel=1e-15)
    value, gradient = found["lecture_1000"]
    assert value == pytest.approx(0.443052824475648, rel=1e-14)
    assert gradient == pytest.approx([-0.3277744397151291, -0.336282174741702], rel=1e-14)


def test_second_derivatives_are_compiled_to_webassembly(found: dict[str, Any]) -> None:
    second = found["second"]
    assert (second["how"], second["refusal"]) == ("wasm", None)
    rows, right = second["rows"], second["right"]
    for row, expected in zip(rows, right, strict=True):
        assert row == pytest.approx(expected, rel=1e-13)
    assert second["along"] == pytest.approx([a - 2.0 * b for a, b in right], rel=1e-12)
    loss = mean_distance(*lecture_points(100))
    slopes = value_and_grad(loss)(*second["end"])[1]
    assert slopes == pytest.approx((0.0, 0.0), abs=1e-12)


def test_total_adds_from_left_to_right_where_the_builtin_sum_does_not(
    found: dict[str, Any],
) -> None:
    on_floats, on_nodes, by_builtin = found["sum_bits"]
    running = 0.0
    for _ in range(10):
        running += 0.1
    assert on_floats == on_nodes == running.hex()
    assert by_builtin == (1.0).hex() != on_floats


def test_ten_thousand_steps_take_no_more_memory(found: dict[str, Any]) -> None:
    assert found["grown_by_steps"] < 10_000
    assert found["grown_by_descent"] < 10_000
    assert found["last_step"] > 100
