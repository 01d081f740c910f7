"""The project's own documents: their links lead somewhere, and they stay short."""

from __future__ import annotations

import importlib
import re
from operator import attrgetter
from pathlib import Path

import pytest

import py_engine

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "docs/features.md",
    "docs/hosting.md",
    "py_engine/README.md",
    "web/lessons/README.md",
    "web/wheels/README.md",
]
LINK = re.compile(r"\[[^\]]*\]\(([^)#]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_into_the_tree_resolve(name: str) -> None:
    document = ROOT / name
    links = [
        link for link in LINK.findall(document.read_text(encoding="utf-8")) if "://" not in link
    ]
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_what_is_said_to_be_there_is_there() -> None:
    rows = (ROOT / "docs/features.md").read_text(encoding="utf-8").splitlines()
    ours = " ".join(row.split("|")[2] for row in rows if row.count("|") > 3)
    names = re.findall(r"`(?:py_engine\.)?([\w.]+)", ours)
    assert {"grad", "Node.backward", "jit", "descend"} <= set(names)
    for part in ("jit", "derivation"):
        importlib.import_module(f"py_engine.{part}")
    for name in names:
        assert attrgetter(name)(py_engine), name


def test_architecture_can_be_read_in_one_sitting() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8").splitlines()) < 120


def test_every_front_end_dependency_has_its_reason() -> None:
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    reasons = re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE)
    patterns = [
        re.escape(n.strip()).replace(r"\*", ".*")
        for row in reasons
        for n in row.split(",")
        if n.strip()
    ]
    packages = re.findall(
        r'^    "((?:@[\w-]+/)?[\w-]+)": "\d', (ROOT / "web/package.json").read_text(), re.MULTILINE
    )
    assert packages
    assert [p for p in packages if not any(re.fullmatch(pattern, p) for pattern in patterns)] == []
