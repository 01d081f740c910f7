"""Make the list of functions that the editor completes, of the functions themselves.

`python -m tools.names` writes web/app/model/engine-names.js; a test asks that it is fresh.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import py_engine
from py_engine import functions, vectors
from tools.steps import WEB

FILE = WEB / "app" / "model" / "engine-names.js"
BEYOND_A_LOSS = {"primitive"}
"""What one does not write a loss with."""


def main() -> None:
    """Write the file, where it is not as it should be."""
    if FILE.read_text(encoding="utf-8") != made():
        FILE.write_text(made(), encoding="utf-8")


def made() -> str:
    """Give the text of engine-names.js."""
    rows = "".join(f"  {{ name: {quoted(f.__name__)}, signature: {quoted(signature(f))}, "
                   f"about: {quoted(about(f))} }},\n" for f in offered())
    return f"""\
/**
 * The names of py_engine that a loss is written with, and a line on each, for the editor. Made of
 * the engine's functions, by tools/names.py: change those.
 *
 * @module engine-names
 */

/** @typedef {{{{name: string, signature: string, about: string}}}} EngineName */

/** @type {{EngineName[]}} */
export const ENGINE_NAMES = [
{rows}];
"""


def offered() -> Iterator[Callable[..., Any]]:
    """Give the public functions of numbers."""
    for name in py_engine.__all__:
        function = vars(functions).get(name) or vars(vectors).get(name)
        if inspect.isfunction(function) and name not in BEYOND_A_LOSS:
            yield function


def signature(function: Callable[..., Any]) -> str:
    """Give the names of the operands, in brackets."""
    operands = [p.replace(annotation=p.empty)
                for p in inspect.signature(function).parameters.values()
                if p.kind is not p.KEYWORD_ONLY]
    return f"({', '.join(map(str, operands))})"


def about(function: Callable[..., Any]) -> str:
    """Give the first paragraph of the docstring, on one line."""
    return " ".join((function.__doc__ or "").split("\n\n")[0].split())


def quoted(text: str) -> str:
    """Write a text in JavaScript."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


if __name__ == "__main__":
    main()
