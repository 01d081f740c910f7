"""The types that a user's editor shows: no public result is Any, and what is wrong is told."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import py_engine

ROOT = Path(__file__).resolve().parents[3]
CLIENT = Path(__file__).with_name("typed_client.txt")  # no .py, as parts of it are wrong


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What mypy says of two programs: the client, and one that asks for each public type."""
    folder = tmp_path_factory.mktemp("programs")
    asked = "".join(f"reveal_type(py_engine.{name})\n" for name in py_engine.__all__)
    programs = {"client": CLIENT.read_text("utf-8"), "reveals": f"import py_engine\n{asked}"}
    files = [folder / f"{name}.py" for name in programs]
    for file, text in zip(files, programs.values(), strict=True):
        file.write_text(text, "utf-8")
    options = ("--strict", "--no-error-summary", "--config-file=")
    lines = subprocess.run(
        [sys.executable, "-m", "mypy", *options, *files],
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8",
    ).stdout.splitlines()  # fmt: skip
    return {
        file.stem: "\n".join(line for line in lines if f"{file.name}:" in line) for file in files
    }


def test_a_client_has_exact_types_and_the_errors_that_it_should(told: dict[str, str]) -> None:
    text = CLIENT.read_text("utf-8")
    expected = {
        (number, code)
        for number, line in enumerate(text.splitlines(), start=1)
        for code in re.findall(r"# error: ([a-z-]+)", line)
    }
    assert len(expected) > 5
    found = re.findall(r":(\d+): error: .*\[([a-z-]+)\]", told["client"])
    assert {(int(number), code) for number, code in found} == expected


def test_no_public_result_is_any(told: dict[str, str]) -> None:
    shown = re.findall(r'Revealed type is "(.*)"', told["reveals"])
    assert len(shown) == len(py_engine.__all__)
    a_loss = "def (*Any, **Any) -> Any"  # which goes in, and may give anything
    kinds = [kind.replace(a_loss, "f") for kind in shown]
    assert [kind for kind in kinds if re.search(r"(^|-> )Any\b", kind)] == []
