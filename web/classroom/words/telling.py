"""Numbers and places, as the messages of checks say them."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

_LONGEST = 80
_INNER = re.compile(r"[\w.<>]+\.<locals>\.")
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+(?=>)")
_LAMBDA = re.compile(r"<lambda>(\(\))?")
_BY_ZERO = re.compile("by zero|negative power|modulo")


def show(thing: Any, digits: int = 6) -> str:
    """A short text for any value; numbers to `digits` significant digits, nodes by their value."""
    if isinstance(thing, bool) or thing is None:
        return repr(thing)
    if isinstance(thing, float):
        return _number(thing, digits)
    if isinstance(thing, tuple | list):
        inner = ", ".join(show(item, digits) for item in thing)
        comma = "," if isinstance(thing, tuple) and len(thing) == 1 else ""
        return shortened(f"({inner}{comma})" if isinstance(thing, tuple) else f"[{inner}]")
    if isinstance(getattr(thing, "value", None), int | float):
        return f"a node of value {show(thing.value, digits)}"
    if isinstance(thing, str) and thing.startswith(("a ", "an ", "the ")):
        return thing
    try:
        text = repr(thing)
    except Exception as error:  # a learner's __repr__ may do anything
        return f"a {type(thing).__name__} whose repr fails ({type(error).__name__})"
    if text.startswith("<") and _ADDRESS.search(text):
        return "a function" if callable(thing) and "function" in text else _a(type(thing).__name__)
    return shortened(_INNER.sub("", _ADDRESS.sub("", text)))


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'AEIOUaeiou' else 'a'} {noun}"


def show_two(expected: Any, got: Any) -> tuple[str, str]:
    """Both, with as many digits as it takes to tell them apart."""
    for digits in (6, 9, 12, 17):
        mine, theirs = show(expected, digits), show(got, digits)
        if mine != theirs:
            return mine, theirs
    return mine, f"{theirs} ({type(got).__name__}, not {type(expected).__name__})"


def at(names: Mapping[str, Any]) -> str:
    """' at x = 3, y = 5', of the numbers among `names`."""
    numbers = {name: getattr(value, "value", value) for name, value in names.items()}
    said = [f"{name} = {show(float(value))}" for name, value in numbers.items()
            if isinstance(value, int | float)]
    return f" at {', '.join(said)}" if said else ""


def sentence(said: str, why: str = "", *, joint: str = "; ") -> str:
    """What is so, and perhaps why, ended with a full stop unless it ends as a sentence already."""
    text = f"{said}{joint}{why}" if why else said
    return text if text.endswith((".", "?")) else f"{text}."


def last_line(error: Exception) -> str:
    """What an exception says, on one line, and the same in each version of Python."""
    text = str(error).strip().splitlines()
    text = [_LAMBDA.sub("the lambda", _INNER.sub("", line)) for line in text]
    if isinstance(error, ZeroDivisionError) and text and _BY_ZERO.search(text[0]):
        return "division by zero"
    if isinstance(error, OverflowError):
        return "the result is too large for a float"
    if isinstance(error, ValueError) and text and re.match("math domain|expected a ", text[0]):
        return "the function is not defined there"
    if text and (unhashable := re.search("unhashable type: '.*'", text[0])):
        return unhashable.group()
    if isinstance(error, KeyError):
        return f"the key {text[0]} is not there" if text else "a key is not there"
    return shortened(text[0]) if text else "it says nothing more"


def _number(x: float, digits: int) -> str:
    if not math.isfinite(x):
        return {math.inf: "infinity", -math.inf: "-infinity"}.get(x, "nan")
    if x == int(x) and abs(x) < 1e15:
        return str(int(x))
    return f"{x:.{digits}g}"


def shortened(text: str) -> str:
    """The text, cut where it is long."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
