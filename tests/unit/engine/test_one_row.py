"""A new primitive is one row: all else is made of it."""

from __future__ import annotations

import json
import math
import shutil
import subprocess
import sys

import pytest

from tools.steps import ROOT

ROW = r"""
row("erfc", math.erfc, -2.0 / math.sqrt(math.pi) * call("exp", -(A * A)),
    textbook={0: -(2.0 / call("sqrt", PI) * call("exp", -(A * A)))},
    tex=r"\operatorname{{erfc}} {0}")
"""
PLACE = "\nVALUES = {"
USE = r"""
import json, math
import py_engine
from py_engine import Node, erfc, grad, gradcheck
from py_engine.derivation import derivation
from py_engine.jit import jit
from tests.unit.jit.wasmtime_host import instantiate
from tools import names

def loss(x=0.3, y=2.0):
    return erfc(x * y) + x

fast, replay = jit(loss, instantiate), jit(loss)
print(json.dumps({
    "listed": "erfc" in py_engine.__all__,
    "completed": [line for line in names.made().splitlines() if "'erfc'" in line],
    "float": erfc(0.5),
    "gradient": grad(erfc)(0.5),
    "checked": bool(gradcheck(loss, (0.3, 2.0))),
    "eager": py_engine.value_and_grad(loss)(0.3, 2.0),
    "wasm": [fast(0.3, 2.0), fast.how, fast.reason],
    "python": [replay(0.3, 2.0), replay.how],
    "source": replay.source,
    "tex": [line.tex for line in derivation(fast.linked).lines],
}))
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """What a copy of the package with one more row says."""
    folder = tmp_path_factory.mktemp("with_a_row")
    compiled = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "py_engine", folder / "py_engine", ignore=compiled)
    table = folder / "py_engine" / "primitives.py"
    text = table.read_text("utf-8")
    assert text.count(PLACE) == 1
    table.write_text(text.replace(PLACE, ROW + PLACE), "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", USE], cwd=folder, capture_output=True, text=True,
        env={"PYTHONPATH": f"{folder}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


SLOPE = -2.0 / math.sqrt(math.pi) * math.exp(-0.25)
AT = -2.0 / math.sqrt(math.pi) * math.exp(-0.36)
EXPECTED = [math.erfc(0.6) + 0.3, [1.0 + 2.0 * AT, 0.3 * AT]]


def test_it_is_a_function_of_floats_and_nodes(found: dict[str, object]) -> None:
    assert found["listed"]
    assert found["float"] == math.erfc(0.5)
    assert found["gradient"] == pytest.approx(SLOPE, rel=1e-15)
    assert found["checked"]
    assert found["eager"] == [EXPECTED[0], pytest.approx(EXPECTED[1], rel=1e-15)]


def test_it_is_completed_in_the_editor(found: dict[str, object]) -> None:
    about = "Complementary error function at x."
    assert found["completed"] == [f"  {{ name: 'erfc', signature: '(x)', about: '{about}' }},"]


def test_it_is_compiled(found: dict[str, object]) -> None:
    for route in ("wasm", "python"):
        answer = found[route]
        assert isinstance(answer, list)
        (value, gradient), how, *reason = answer
        assert how == route, reason
        assert value == pytest.approx(EXPECTED[0], rel=1e-15)
        assert gradient == pytest.approx(EXPECTED[1], rel=1e-14)
    assert "erfc(" in str(found["source"])


def test_it_is_derived(found: dict[str, object]) -> None:
    lines = "\n".join(map(str, found["tex"]))  # type: ignore[call-overload]  # a list
    assert r"\operatorname{erfc}" in lines
    assert r"\frac{2}{\sqrt{\pi}}" in lines
    assert "slope" not in lines
