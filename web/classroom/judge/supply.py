"""What the starter gave for granted, and the answer uses without having kept it.

The editor opens with data (`N`, `xs`) and imports; an answer that was written elsewhere, or pasted
over them, may do without the lines and not without the names.
"""

from __future__ import annotations

import ast
import builtins
import functools
import symtable
from typing import Any


def names_from(starter: str, answer: str) -> dict[str, Any]:
    """The starter's data and imports under the names that the answer uses and does not define.

    A module of which the starter imports a name counts as imported too. Functions and classes are
    the student's own matter. Nothing is run where nothing is missing.
    """
    missing = _missing(answer)
    given: dict[str, Any] = {}
    if not missing:
        return given
    for statement in _readable(starter):
        if isinstance(statement, ast.Import | ast.ImportFrom | ast.Assign):
            _run(ast.unparse(statement), given)
        if isinstance(statement, ast.ImportFrom) and statement.module in missing:
            _run(f"import {statement.module}", given)
    return {name: given[name] for name in missing & given.keys()}


def _readable(source: str) -> list[ast.stmt]:
    try:
        return ast.parse(source).body
    except SyntaxError:  # the lines of an `order` exercise are shuffled
        return []


def _run(line: str, names: dict[str, Any]) -> None:
    try:
        exec(compile(line, "starter.py", "exec", dont_inherit=True), names)
    except Exception:  # a line that needs what the student was to write gives no name
        return


@functools.lru_cache(maxsize=4)  # a search for a cause asks it of one answer again and again
def _missing(source: str) -> frozenset[str]:
    """Names of the module that are used somewhere, and bound nowhere."""
    waiting, used, bound = [symtable.symtable(source, "answer", "exec")], set(), set()
    while waiting:
        table = waiting.pop()
        waiting.extend(table.get_children())
        for symbol in table.get_symbols():
            outside = table.get_type() == "module" or symbol.is_global()
            if outside and (symbol.is_assigned() or symbol.is_imported()):
                bound.add(symbol.get_name())
            if outside and symbol.is_referenced():
                used.add(symbol.get_name())
    return frozenset(name for name in used - bound if not hasattr(builtins, name)
                     and not (name.startswith("__") and name.endswith("__")))
