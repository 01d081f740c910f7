"""The names that the Lab's editor offers are names that the engine has."""

from __future__ import annotations

import re
from pathlib import Path

import py_engine

NAMES = Path(__file__).resolve().parents[2] / "web" / "app" / "model" / "engine-names.js"


def test_every_name_that_the_editor_offers_is_public_in_the_engine() -> None:
    offered = re.findall(r"^  of\('(\w+)'", NAMES.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(offered) > 20
    assert [name for name in offered if name not in py_engine.__all__] == []
