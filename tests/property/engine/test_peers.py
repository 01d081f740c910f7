"""The table's derivatives beside sympy's and JAX's, and a notebook: in the long run only.

They have an environment of their own, in which the programs in peers/ are run.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
HOME = ROOT / ".build" / "peers"
PYTHON = HOME / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PROGRAMS = Path(__file__).with_name("peers")

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def python() -> Path:
    """A Python that has what requirements/peers.txt names."""
    wanted = ROOT / "requirements" / "peers.txt"
    there = HOME / "installed.txt"
    if not (there.exists() and there.read_text("utf-8") == wanted.read_text("utf-8")):
        subprocess.run([sys.executable, "-m", "venv", "--clear", HOME], check=True)
        install = [PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes"]
        subprocess.run([*install, "--requirement", wanted], check=True)
        there.write_text(wanted.read_text("utf-8"), "utf-8")
    return PYTHON


@pytest.mark.parametrize("program", sorted(PROGRAMS.glob("*.py")), ids=lambda path: path.stem)
def test_they_agree(program: Path, python: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JUPYTER_PLATFORM_DIRS": "1"}
    done = subprocess.run(
        [python, program], capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("agreed: "), done.stdout
