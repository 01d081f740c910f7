"""The forms of web/shared/protocol.json, to hold results against: with their limits."""

from __future__ import annotations

import json
import math
import re
from array import array
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).resolve().parents[3] / "web" / "shared" / "protocol.json"
DEFINITIONS = json.loads(SOURCE.read_text(encoding="utf-8"))["definitions"]
_TYPES: dict[str, tuple[type, ...]] = {
    "boolean": (bool,), "string": (str,), "float64": (int, float),
    "uint8": (int,), "uint32": (int,),
}


def assert_shape(value: Any, name: str) -> None:
    """Fail where a value is not of the form with this name."""
    assert_form(value, {"ref": name}, name)


def assert_form(value: Any, schema: dict[str, Any], where: str) -> None:
    """Fail where a value is not as its schema says."""
    if value is None:
        assert schema.get("nullable"), f"{where} is None"
    elif "ref" in schema:
        assert_form(value, DEFINITIONS[schema["ref"]], where)
    elif "mapping" in schema:
        assert_form(value, schema["mapping"][value[schema["discriminator"]]], where)
    elif "properties" in schema:
        assert_object(value, schema, where)
    else:
        assert_plain(value, schema, where)


def assert_object(value: Any, schema: dict[str, Any], where: str) -> None:
    """Fail where a dict has other fields than the form, or a field of another form."""
    required, optional = schema["properties"], schema.get("optionalProperties", {})
    assert set(required) <= set(value) <= {*required, *optional}, f"{where}: {sorted(value)}"
    for field, each in value.items():
        assert_form(each, {**required, **optional}[field], f"{where}.{field}")


def assert_plain(value: Any, schema: dict[str, Any], where: str) -> None:
    """Fail where a number, a text, a list or a record is of another kind, or beyond its limits."""
    bounds = schema.get("metadata", {})
    numeric = schema.get("type") in ("float64", "uint8", "uint32")
    size = value if numeric else len(value) if hasattr(value, "__len__") else 0
    assert not size > bounds.get("most", math.inf), f"{where} is too large: {size}"
    assert not size < bounds.get("least", -math.inf), f"{where} is too small: {size}"
    if "enum" in schema:
        assert value in schema["enum"], f"{where} is {value!r}"
    elif "type" in schema:
        assert type(value) in _TYPES[schema["type"]], f"{where} is a {type(value)}"
        assert re.search(bounds.get("pattern", ""), str(value)), f"{where} is {value!r}"
        assert not bounds.get("finite") or math.isfinite(value), f"{where} is {value!r}"
    elif "values" in schema:
        for key, each in value.items():
            assert re.search(bounds.get("pattern", ""), key), f"{where} has {key!r}"
            assert_form(each, schema["values"], f"{where}.{key}")
    else:
        kinds = (array,) if "as" in bounds else (list, tuple)
        assert isinstance(value, kinds), f"{where} is a {type(value)}"
        for each in value:
            assert_form(each, schema["elements"], f"{where}[]")
