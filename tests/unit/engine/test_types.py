"""The types that a user's editor shows: no public result is Any, and what is wrong is told."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import py_engine

ROOT = Path(__file__).resolve().parents[3]
CLIENT = Path(__file__).with_name("typed_client.txt")  # no .py, as parts of it are wrong


def test_a_client_has_exact_types_and_the_errors_that_it_should(tmp_path: Path) -> None:
    text = CLIENT.read_text("utf-8")
    expected = {
        (number, code)
        for number, line in enumerate(text.splitlines(), start=1)
        for code in re.findall(r"# error: ([a-z-]+)", line)
    }
    assert len(expected) > 5
    told = re.findall(r":(\d+): error: .*\[([a-z-]+)\]", checked(tmp_path, text))
    assert {(int(number), code) for number, code in told} == expected


def test_no_public_result_is_any(tmp_path: Path) -> None:
    names = py_engine.__all__
    asked = "".join(f"reveal_type(py_engine.{name})\n" for name in names)
    shown = re.findall(r'Revealed type is "(.*)"', checked(tmp_path, f"import py_engine\n{asked}"))
    assert len(shown) == len(names)
    a_loss = "def (*Any, **Any) -> Any"  # which goes in, and may give anything
    kinds = [kind.replace(a_loss, "f") for kind in shown]
    assert [kind for kind in kinds if re.search(r"(^|-> )Any\b", kind)] == []


def checked(folder: Path, text: str) -> str:
    """What mypy says of a program."""
    client = folder / "client.py"
    client.write_text(text, "utf-8")
    options = ("--strict", "--no-error-summary", "--config-file=")
    return subprocess.run(
        [sys.executable, "-m", "mypy", *options, client],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
    ).stdout  # fmt: skip
