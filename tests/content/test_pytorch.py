"""What the course says of PyTorch, and its notebook, with the real one: in the long run only."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.content.course import LESSONS, Exercise, course
from tests.content.test_lessons import compiled

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".build" / "torch"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUNNER = Path(__file__).with_name("real_torch.py")

pytestmark = pytest.mark.long


def has_torch() -> bool:
    if not PYTHON.exists():
        return False
    asked = [PYTHON, "-W", "ignore", "-c", "import torch; print(torch.__version__)"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    return found.partition("+")[0].strip() == "2.13.0"


def install(name: str) -> str:
    """Install requirements/NAME.txt, and give what pip said last."""
    wanted = ROOT / "requirements" / f"{name}.txt"
    command = [PYTHON, "-m", "pip", "install", "--quiet", "--no-deps", "--require-hashes"]
    done = subprocess.run(
        [*command, "--requirement", wanted], capture_output=True, text=True, check=False
    )
    return (done.stderr.strip().splitlines() or [""])[-1]


@pytest.fixture(scope="module")
def torch_python() -> Path:
    """A Python that has PyTorch, in an environment of its own."""
    if not has_torch():
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
        said = install("torch")
        if not has_torch():  # pip found the build for graphics cards, which needs more
            said = install("torch-cuda") or said
    assert has_torch(), f"PyTorch 2.13.0 cannot be had here, so nothing was checked with it: {said}"
    return PYTHON


def untrue(python: Path, file: Path) -> str:
    engine = HOME / "my_engine.py"
    engine.write_text(Exercise(LESSONS / course()["engine"][-1]).files["solution.py"], "utf-8")
    done = subprocess.run(
        [python, RUNNER, file, engine], capture_output=True, text=True, check=False
    )
    return done.stdout + (done.stderr if done.returncode else "")


@pytest.mark.parametrize("chapter", ["04-engines", "13-pytorch"])
def test_programs_with_pytorch_print_what_the_lesson_says(torch_python: Path, chapter: str) -> None:
    assert untrue(torch_python, LESSONS / chapter / "lesson.md").strip() == ""


def test_the_notebook_runs_and_both_engines_agree(torch_python: Path, tmp_path: Path) -> None:
    compiled(LESSONS, tmp_path)
    [notebook] = (tmp_path / "assets").glob("*.ipynb")
    assert untrue(torch_python, notebook).strip() == ""


def test_a_lesson_that_says_something_untrue_of_pytorch_is_told(
    torch_python: Path, tmp_path: Path
) -> None:
    lesson = tmp_path / "lesson.md"
    source = (LESSONS / "13-pytorch" / "lesson.md").read_text("utf-8")
    lesson.write_text(source.replace("18.0 tensor(12.)", "18.0 tensor(13.)"), encoding="utf-8")
    assert "lesson.md:" in untrue(torch_python, lesson)
