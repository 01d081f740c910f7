"""The shapes of web/shared/protocol.js, read from its JSDoc, to hold results against."""

from __future__ import annotations

import re
from array import array
from pathlib import Path
from typing import Any

PROTOCOL = Path(__file__).resolve().parents[3] / "web" / "shared" / "protocol.js"


def fields(name: str) -> dict[str, str]:
    """The fields of a typedef by name, with their types as written."""
    text = PROTOCOL.read_text(encoding="utf-8")
    inline = re.search(r"@typedef \{\{(.*)\}\} " + name + r"\b", text)
    if inline:
        return dict(re.findall(
            r"(\w+\??): ((?:\{.*?\}\[\]|\[[^]]*\]|Record<[^>]*>|[^,])+)", inline[1]))
    block = re.search(r"@typedef \{object\} " + name + r"\n(.*?)\*/", text, re.DOTALL)
    assert block, f"protocol.js has no type {name}"
    found = re.findall(r"@property \{(.*)\} (?:(\w+)|\[(\w+)\])", block[1])
    return {field or f"{optional}?": kind for kind, field, optional in found}


def assert_shape(value: dict[str, Any], name: str) -> None:
    """Fail where a dict has other fields than the type, or a field of another kind."""
    expected = fields(name)
    required = {field for field in expected if not field.endswith("?")}
    allowed = {field.rstrip("?") for field in expected}
    assert required <= set(value) <= allowed, f"{name}: {sorted(value)} against {sorted(expected)}"
    for field, kind in expected.items():
        field = field.rstrip("?")
        if field in value:
            assert_kind(value[field], kind.strip(), f"{name}.{field}")


def assert_kind(value: Any, kind: str, where: str) -> None:
    """Fail where a value is not of a type as written in JSDoc."""
    options = [option.strip() for option in kind.split("|")]
    if value is None:
        assert "null" in options, f"{where} is null"
        return
    kind = next(option for option in options if option != "null")
    if kind.endswith("[]") and not kind.startswith("{"):
        assert isinstance(value, list | tuple), f"{where} is {type(value)}"
        for each in value:
            assert_kind(each, kind.removesuffix("[]"), where)
    elif kind in _PYTHON:
        assert type(value) in _PYTHON[kind], f"{where} is {type(value)}"
    elif kind.startswith("'"):
        assert value in [option.strip("'") for option in options], f"{where} is {value!r}"
    elif kind.isalnum():
        assert_shape(value, kind)


_PYTHON = {"number": (int, float), "string": (str,), "boolean": (bool,), "Float64Array": (array,)}
