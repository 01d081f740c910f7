"""Make the page's list of optimizers, and what its messages may call one, of Python's.

    python -m tools.optimizers     writes each file that is not as it should be

A test asks that they are fresh. After it, `python -m tools.protocol` makes the types.
"""

from __future__ import annotations

import json
import re
from pathlib import Path

from py_engine.optimizer_names import OPTIMIZERS, Named
from tools.names import quoted
from tools.protocol import KEPT, SOURCE
from tools.steps import WEB

LIST = WEB / "app" / "model" / "optimizers.js"
CHOICE = re.compile(r'("optimizer": \{\s*"enum": )\[[^]]*\]')


def main() -> None:
    """Write the files, where they are not as they should be."""
    for file, text in made().items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")


def made() -> dict[Path, str]:
    """Give the text of each file."""
    rows = "".join(f"  {row(name, each)},\n" for name, each in OPTIMIZERS.items())
    listed = f"""\
/**
 * The optimizers to choose from. Made of the engine's, by tools/optimizers.py: change those.
 *
 * @module optimizers
 */

/**
 * `hasRate`: whether the rate changes anything.
 * @typedef {{{{id: import('../../shared/protocol.js').DescendArgs['optimizer'], label: string, hasRate: boolean}}}} Choice
 */

/** @type {{Choice[]}} */
export const OPTIMIZERS = [
{rows}];
"""  # noqa: E501  # a line of JavaScript
    return {LIST: listed} | {file: chosen(file.read_text("utf-8")) for file in (SOURCE, KEPT)}


def row(name: str, each: Named) -> str:
    """Give one optimizer, in JavaScript."""
    return (f"{{ id: {quoted(name)}, label: {quoted(each.label)}, "
            f"hasRate: {str(each.has_rate).lower()} }}")


def chosen(schema: str) -> str:
    """Give a type definition in which these optimizers may be chosen."""
    names = ", ".join(map(json.dumps, OPTIMIZERS))
    return CHOICE.sub(lambda found: f"{found[1]}[{names}]", schema)


if __name__ == "__main__":
    main()
