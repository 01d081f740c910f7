"""The course in real Pyodide, under Node.js: every exercise, and the code of the lessons.

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

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[1] / "web" / "node_modules" / "pyodide"


def found(*options: str) -> dict[str, Any]:
    node = os.environ.get("NODE_PROGRAM", "node")
    folder = os.environ.get("PYODIDE_FOLDER", str(FOLDER))
    done = subprocess.run(
        [node, str(HERE / "course.mjs"), folder, *options],
        capture_output=True, text=True, timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


# That wrong answers are told apart is proved in CPython at each change, and here in the long run.
@pytest.mark.parametrize("options", [(), pytest.param(("wrong",), marks=pytest.mark.long)])
def test_every_exercise_proves_itself_as_in_cpython(options: tuple[str, ...]) -> None:
    result = found(*options)
    assert result["python"].startswith("3.14."), "the Python of the site"
    assert result["exercises"] >= 40
    assert result["problems"] == []
