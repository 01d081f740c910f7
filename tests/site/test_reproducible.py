"""Whoever builds a commit, wherever and whenever, gets the same site, byte for byte."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.steps import GENERATED, ROOT

TOOLS = ("python-", "npm")  # stamps of what both trees have in common
OTHERS = {"LANG": "de_DE.UTF-8", "LC_ALL": "C", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}


def contents(dist: Path) -> dict[str, bytes]:
    return {
        file.relative_to(dist).as_posix(): file.read_bytes()
        for file in dist.rglob("*")
        if file.is_file()
    }


def test_the_list_of_the_release_is_that_of_the_files(dist: Path) -> None:
    listed = json.loads((dist / "release.json").read_text())["files"]
    found = {name: hashlib.sha256(file).hexdigest() for name, file in contents(dist).items()}
    del found["release.json"]
    assert listed == found


def test_no_file_tells_where_it_was_built(dist: Path) -> None:
    for name, file in contents(dist).items():
        text = gzip.decompress(file) if name.endswith(".gz") else file
        assert str(ROOT).encode() not in text, name


def copy_of_the_tree(tree: Path) -> None:
    """The sources at another place, with the tools that they need."""
    left_out = shutil.ignore_patterns(".git", ".build", "dist", *GENERATED)
    shutil.copytree(ROOT, tree, ignore=left_out)
    shutil.copytree(ROOT / "web" / "node_modules", tree / "web" / "node_modules", symlinks=True)
    stamps = tree / ".build" / "stamps"
    stamps.mkdir(parents=True)
    (tree / ".build" / "venv").symlink_to((ROOT / ".build" / "venv").resolve())
    for stamp in (ROOT / ".build" / "stamps").iterdir():
        if stamp.name.startswith(TOOLS):
            shutil.copy(stamp, stamps)


@pytest.mark.long
def test_two_builds_at_two_places_give_the_same_bytes(dist: Path, tmp_path: Path) -> None:
    tree = tmp_path / "quite" / "another" / "place"
    copy_of_the_tree(tree)
    before = os.umask(0o077)
    try:
        command = [sys.executable, tree / "build.py", "build"]
        subprocess.run(command, check=True, env={**os.environ, **OTHERS, "HOME": str(tmp_path)})
    finally:
        os.umask(before)
    first, second = contents(dist), contents(tree / "dist")
    assert sorted(first) == sorted(second)
    assert [name for name, file in first.items() if second[name] != file] == []
