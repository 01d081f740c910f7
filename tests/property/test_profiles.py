"""The examples of a change are always the same; a failing one can be kept."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEST = """
from hypothesis import example, given, strategies as st

drawn = []

@given(st.integers())
def test_of_any_number(number):
    drawn.append(number)

def test_what_was_drawn():
    print("drawn:", drawn)
"""
FAILING = """
from hypothesis import example, given, strategies as st

@given(st.lists(st.integers()))
def test_of_a_sum(numbers):
    assert sum(numbers) < 100
"""


def run(folder: Path, text: str, *options: str) -> str:
    (folder / "test_it.py").write_text(text)
    plain = ["-q", "-s", "-p", "no:cacheprovider", f"--rootdir={folder}"]
    plugins = ["-p", "_hypothesis_pytestplugin", "-p", "tests.property.conftest"]
    command = [sys.executable, "-m", "pytest", *plain, *plugins, *options]
    environment = {
        "CI": "true",  # which changes what Hypothesis does by itself
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # of all others, which take most of the time
    }
    done = subprocess.run(
        [*command, folder / "test_it.py"], cwd=ROOT, capture_output=True, text=True,
        env=os.environ | environment,
    )
    return done.stdout


def drawn(folder: Path, *options: str) -> str:
    [line] = [line for line in run(folder, TEST, *options).splitlines() if "drawn:" in line]
    return line


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What is drawn for a change."""
    return drawn(tmp_path_factory.mktemp("usual"))


def test_a_change_is_proved_by_the_same_examples_each_time(usual: str, tmp_path: Path) -> None:
    assert drawn(tmp_path) == usual


@pytest.mark.parametrize("options", [["--hypothesis-profile=random"], ["--hypothesis-seed=5"]])
def test_other_examples_are_drawn_where_asked_for(
    options: list[str], usual: str, tmp_path: Path
) -> None:
    assert drawn(tmp_path, *options) != usual


def test_an_example_that_fails_is_printed_so_that_it_can_be_kept(tmp_path: Path) -> None:
    told = run(tmp_path, FAILING)
    assert "to paste above the test" in told
    example = "@example" + told.split("\n@example")[1].split("\n)")[0] + "\n)\n"
    kept = run(tmp_path, FAILING.replace("@given", example + "@given"))
    assert "Failing explicit example" in kept
