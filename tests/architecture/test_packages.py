"""What is pinned, and that nothing of where it was pinned has stuck."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))


def test_the_wheel_declares_no_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["dependencies"] == []


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda f: f.name)
def test_every_python_package_is_pinned_by_version_and_hash(file: Path) -> None:
    entries = re.split(r"\n(?=\S)", file.read_text().split("\n", 1)[1].strip())
    assert entries
    assert [
        e for e in entries if not re.match(r"[\w.-]+==\S+( ;[^\\]*)? \\\n    --hash=sha256:", e)
    ] == []
    assert "://" not in file.read_text()


def test_every_front_end_package_is_pinned_exactly() -> None:
    package = json.loads((ROOT / "web" / "package.json").read_text())
    versions = {**package["dependencies"], **package["devDependencies"]}
    assert [n for n, v in versions.items() if not re.fullmatch(r"\d+\.\d+\.\d+", v)] == []


def test_the_lock_file_has_a_hash_for_each_package_and_no_address() -> None:
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    installed = {name: p for name, p in packages.items() if name}
    assert [n for n, p in installed.items() if not p["integrity"].startswith("sha512-")] == []
    assert [n for n, p in installed.items() if "resolved" in p] == []
