"""The one description of the protocol: what is made of it is fresh, what comes has bounds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from classroom.api import METHODS
from tools import protocol

ROOT = json.loads(protocol.SOURCE.read_text(encoding="utf-8"))
DEFINITIONS = ROOT["definitions"]
TABLE = ROOT["metadata"]["methods"]


@pytest.mark.parametrize("file", protocol.made(), ids=lambda file: file.name)
def test_types_are_as_the_build_makes_them(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == protocol.made()[file]


def test_it_has_the_methods_of_the_classroom() -> None:
    assert list(TABLE) == list(METHODS) == DEFINITIONS["Method"]["enum"]


def coming(names: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each schema within these definitions, with the path to it."""
    for name in names:
        yield from within(name, DEFINITIONS[name], {name})


def within(where: str, schema: dict[str, Any], seen: set[str]) -> Iterator[tuple[str, Any]]:
    yield where, schema
    named = schema.get("ref")
    if named and named not in seen:
        yield from within(f"{where}:{named}", DEFINITIONS[named], seen | {named})
    assert named not in seen, f"{where}: as deep as one likes"
    parts = {**schema.get("properties", {}), **schema.get("optionalProperties", {}),
             **schema.get("mapping", {})}
    for key, each in parts.items():
        yield from within(f"{where}.{key}", each, seen)
    for key in ("elements", "values"):
        if key in schema:
            yield from within(f"{where}[]", schema[key], seen)


def test_all_that_comes_to_the_page_is_bounded() -> None:
    names = ["WorkerMessage", *(each["gives"] for each in TABLE.values())]
    schemas = list(coming(names))
    assert len(schemas) > 200
    growing = [(where, schema) for where, schema in schemas
               if schema.get("type") == "string" or "elements" in schema or "values" in schema]
    assert [where for where, schema in growing if "most" not in schema.get("metadata", {})] == []
    keys = [schema for _, schema in growing if "values" in schema]
    assert keys
    assert not any(re.search(schema["metadata"]["pattern"], "__proto__") for schema in keys)
    anything = [where for where, schema in schemas if schema == {}]
    assert anything == ["WorkerMessage.result:ResultMessage.value"]  # of the method's own type
