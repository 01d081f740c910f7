"""The bank of answers in real Pyodide, under the time limit of the page."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from tests.pyodide.test_course import FOLDER, HERE


@pytest.mark.long
def test_right_answers_pass_and_wrong_ones_and_mutants_do_not() -> None:
    node = os.environ.get("NODE_PROGRAM", "node")
    folder = os.environ.get("PYODIDE_FOLDER", str(FOLDER))
    done = subprocess.run(
        [node, str(HERE / "bank.mjs"), folder],
        capture_output=True, text=True, timeout=850, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout.splitlines()[-1]) == []
