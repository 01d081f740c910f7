"""What the reference says of the engine's names is so."""

from __future__ import annotations

import contextlib
import io
import re

import pytest

import py_engine
from tools import reference

ENTRIES = {entry["name"]: entry for entry in reference.entries()}


def test_each_public_name_is_there_once() -> None:
    assert sorted(ENTRIES) == sorted(py_engine.__all__)
    assert len({name.lower() for name in ENTRIES}) == len(ENTRIES)  # pages may not differ by case


@pytest.mark.parametrize("name", ENTRIES)
def test_an_example_uses_its_name_and_prints_what_is_said(name: str) -> None:
    code, output = ENTRIES[name]["example"].values()
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        exec(compile(code, name, "exec"), {"__name__": "example"})
    assert printed.getvalue().strip() == output != ""
    if name not in {"Descent", "Step"}:  # which one gets, and does not name
        assert re.search(rf"\b{name}\b", code)


def test_no_example_is_kept_that_is_not_shown() -> None:
    headings = re.findall(r"^## (\w+)$", reference.EXAMPLES.read_text("utf-8"), re.MULTILINE)
    shown = {name for name in ENTRIES if reference.under_heading(name)}
    assert set(headings) == shown
    for name in headings:
        assert ">>>" not in (getattr(py_engine, name).__doc__ or "")


def test_all_is_said_of_a_primitive() -> None:
    log1p = ENTRIES["log1p"]
    assert log1p["signature"] == "log1p(x: float) -> float\nlog1p(x: Node | float) -> Node"
    assert log1p["source"]["text"].startswith('row("log1p", math.log1p, ')
    assert log1p["row"] == {
        "value": r"\ln(1 + x)",
        "derivatives": [["x", r"\frac{1}{1 + x}"]],
        "domain": "x > -1",
        "edges": [],
    }
    assert ENTRIES["hypot"]["row"] is not None
    assert ENTRIES["hypot"]["row"]["edges"] == ["at the origin there is none, and 0 is taken"]


def test_all_is_said_of_a_class_and_of_a_function() -> None:
    node, dist = ENTRIES["Node"], ENTRIES["dist"]
    assert node["signature"] == "Node(value: float, name: str | None = None)"
    members = [member["signature"].partition("(")[0] for member in node["members"]]
    assert {"value", "grad", "parents", "backward"} <= set(members)
    assert [words[:19] for words in dist["raises"]] == ["Raises ValueError i"]
    assert "Raises" not in " ".join(dist["about"])
    assert dist["source"]["file"] == "py_engine/functions.py"
    assert dist["row"] is None
