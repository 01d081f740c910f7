"""The real micrograd, as it stands, in place of our engine: in the long run only."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.content.course import LESSONS, Exercise, course
from tests.lecture import closed_form, lecture_points

ROOT = Path(__file__).resolve().parents[3]

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def micrograd(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of its engine, of the release that the benchmarks pin."""
    home = tmp_path_factory.mktemp("micrograd")
    pinned = re.search(r"^micrograd==(?:.*\\\n)*.*\n", (ROOT / "requirements" / "bench.txt")
                       .read_text("utf-8"), flags=re.M)
    assert pinned
    (home / "wanted.txt").write_text(pinned[0], "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes",
         "--target", home, "--requirement", home / "wanted.txt"],
        capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"micrograd cannot be had here: {done.stderr}"
    return (home / "micrograd" / "engine.py").read_text("utf-8")


def test_it_runs_the_lectures_loss_with_the_gradient_of_the_closed_form(
    room, opening_code, micrograd,
):
    result = room.result(opening_code, engine=micrograd)
    value, gradient = closed_form(*lecture_points())(0.3, 0.3)
    assert result["loss"] == pytest.approx(value, rel=1e-12)
    found = [parameter["gradient"] for parameter in result["parameters"]]
    assert found == pytest.approx(gradient, rel=1e-12)


def test_it_races_and_descends(room, drain, micrograd):
    room.result("def loss(x=3.0):\n    return (x - 1) ** 2", engine=micrograd)
    room.tick_seconds = 0.01
    _, result = drain(room.race({}))
    assert {lap["name"]: lap["gradient"] for lap in result["laps"]}["your engine"] == [4.0]
    args = {"start": [3.0], "optimizer": "gradient descent", "rate": 0.1, "steps": 200}
    assert drain(room.descend(args))[1]["point"] == pytest.approx([1.0], abs=1e-6)


def test_it_is_told_which_steps_it_passes(room, micrograd):
    passed, told = set(), {}
    for step in course()["engine"]:
        files = Exercise(LESSONS / step).files
        result = room.check({"files": files, "answer": micrograd, "anyNames": True,
                             "causes": False})
        told[step] = result["message"]
        passed |= {step} if result["passed"] else set()
    assert {"05-operators/add", "05-operators/subtract"} <= passed
    assert "`Value(3).data`" in told["05-operators/node"]
    assert "expected gradient 24, yours is 36" in told["08-order/call-it-twice"]
