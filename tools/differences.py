"""Answers of the course that are written as differences, made whole.

    python -m tools.differences LESSONS

prints, as JSON by path, the whole text of each answer below LESSONS (solution, starter, wrong) that
is written as its difference from another; or what does not fit, as FILE:LINE: MESSAGE.

A difference says in a line of its own what it changes, a file of the same exercise or one below
LESSONS, and then holds the changed definitions alone:

    # changes: 07-chain-rule/push/solution.py

    class Node:
        def push(self):
            ...

        # new, after push
        def backward(self):
            ...

    # without power_local_gradients

A definition is known by its name, an assignment by what it assigns to, a docstring as `docstring`,
any other statement by its first line. One that is new is marked `# new`, and comes at the end of
its class or file, or `# new, after NAME`, or `# new, before NAME`. Where a class is changed, only
what is written in it is. Blank lines are put between the parts as Python's style has them.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

CHANGES = re.compile(r"^# changes: (\S+)$", re.MULTILINE)
MARK = re.compile(r"^\s*# (?:new(?:, (after|before) (.+))?|without (.+))$")
DOCSTRING = "docstring"
NOTHING = "..."  # what a class says in which something is only taken away
DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


class Misfit(Exception):
    """A difference that does not fit what it changes; `line` is the difference's own."""

    def __init__(self, line: int, message: str, path: Path | None = None) -> None:
        super().__init__(message)
        self.line = line
        self.path = path

    def __str__(self) -> str:
        place = f"{os.path.relpath(self.path)}:{self.line}: " if self.path else ""
        return place + str(self.args[0])


@dataclass(frozen=True)
class Part:
    """A statement with the comments above it; a class has its parts apart from its `text`."""

    name: str
    line: int
    gap: int  # blank lines above
    text: str  # of a class: up to its body
    defines: bool
    body: tuple[Part, ...] | None = None
    marks: tuple[tuple[int, str], ...] = ()

    def lines(self) -> list[str]:
        inner = written(self.body) if self.body is not None else []
        return [*self.text.split("\n"), *inner]


# --- reading ----------------------------------------------------------------------------------


def parts_of(source: str) -> tuple[Part, ...]:
    """The statements of a file. Raises SyntaxError."""
    lines = source.split("\n")
    return tuple(_parts(ast.parse(source).body, lines, 0, len(lines)))


def _parts(body: list[ast.stmt], lines: list[str], start: int, end: int) -> Iterator[Part]:
    """Read statements that stand between two lines, counted from 0, the last one not included."""
    for k, node in enumerate(body):
        assert node.end_lineno is not None  # read from a file, each node has its place
        marks, comments, gap = _above(lines[start : _first(node) - 1], start + 1)
        name = _name(node, lines, first=k == 0)
        stop = node.end_lineno
        if isinstance(node, ast.ClassDef):
            head = _first(node.body[0]) - 1
            while lines[head - 1].strip() == "" or lines[head - 1].lstrip().startswith("#"):
                head -= 1
            text = [*comments, *lines[_first(node) - 1 : head]]
            inner = tuple(_parts(node.body, lines, head, stop))
            yield Part(name, node.lineno, gap, "\n".join(text), True, inner, marks)
        else:
            text = [*comments, *lines[_first(node) - 1 : stop]]
            yield Part(name, node.lineno, gap, "\n".join(text), isinstance(node, DEFINITIONS),
                       None, marks)  # fmt: skip
        start = stop
    if any(line.strip() for line in lines[start:end]):
        marks, comments, gap = _above(lines[start:end], start + 1)
        yield Part("", start + 1, gap, "\n".join(comments), False, None, marks)


def _first(node: ast.stmt) -> int:
    decorators = getattr(node, "decorator_list", [])
    return int(min([node.lineno, *(each.lineno for each in decorators)]))


def _above(lines: list[str], number: int) -> tuple[tuple[tuple[int, str], ...], list[str], int]:
    """The marks and the comments among the lines above a statement, and how many are blank."""
    marks = tuple((number + k, line.strip()) for k, line in enumerate(lines) if MARK.match(line))
    comments = [line for line in lines if line.strip() and not MARK.match(line)]
    return marks, comments, sum(not line.strip() for line in lines)


def _name(node: ast.stmt, lines: list[str], *, first: bool) -> str:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return node.name
        case ast.Assign():
            return ", ".join(ast.unparse(target) for target in node.targets)
        case ast.AnnAssign():
            return ast.unparse(node.target)
        case ast.Expr(value=ast.Constant(value=str())) if first:
            return DOCSTRING
    return lines[node.lineno - 1].strip()


# --- merging ----------------------------------------------------------------------------------


def merged(base: tuple[Part, ...], changes: tuple[Part, ...], name: str) -> tuple[Part, ...]:
    """The base with its changes; `name` is the base's, for messages. Raises Misfit."""
    parts = list(base)
    for change in changes:
        wanted: tuple[int, str] | None = None
        for line, mark in change.marks:
            found = MARK.match(mark)
            assert found is not None  # that is how marks are found
            if found[3]:
                del parts[_place(parts, found[3], line, name)]
            else:
                wanted = (line, mark)
        if not change.text or (change.text.strip() == NOTHING and not wanted):
            continue
        known = [k for k, part in enumerate(parts) if part.name == change.name]
        if wanted:
            if known:
                raise Misfit(change.line, f"{name} has {change.name} already: it is not new")
            parts.insert(_insertion(parts, wanted, name), replace(change, gap=0, marks=()))
        elif not known:
            raise Misfit(change.line, f"{name} has no {change.name} to change; if it is new, write "
                         "# new above it")  # fmt: skip
        else:
            parts[_place(parts, change.name, change.line, name)] = _changed(
                parts[known[0]], change, name
            )
    return tuple(parts)


def _changed(old: Part, change: Part, name: str) -> Part:
    if old.body is not None and change.body is not None:
        inner = merged(old.body, change.body, f"{old.name} of {name}")
        return replace(change, gap=old.gap, body=inner, marks=())
    if (old.text, old.body) == (change.text, change.body):
        raise Misfit(change.line, f"{change.name} is as it is in {name}: leave it out")
    return replace(change, gap=old.gap, marks=())


def _insertion(parts: list[Part], wanted: tuple[int, str], name: str) -> int:
    line, mark = wanted
    found = MARK.match(mark)
    assert found is not None  # as above
    if not found[1]:
        return len(parts)
    return _place(parts, found[2], line, name) + (found[1] == "after")


def _place(parts: list[Part], wanted: str, line: int, name: str) -> int:
    places = [k for k, part in enumerate(parts) if part.name == wanted]
    if len(places) != 1:
        count = "no" if not places else f"{len(places)} times"
        raise Misfit(line, f"{name} has {count} {wanted}")
    return places[0]


def written(parts: tuple[Part, ...]) -> list[str]:
    """The lines of parts, with blank ones between them."""
    lines: list[str] = []
    for before, part in zip((None, *parts), parts, strict=False):
        if before is not None:
            indented = part.text.startswith((" ", "\t"))
            apart = (1 if indented else 2) if part.defines or before.defines else 0
            apart = apart or int(before.name == DOCSTRING)
            lines += [""] * max(part.gap, apart)
        elif part.gap and part.text.startswith((" ", "\t")):
            lines += [""] * part.gap  # below the head of a class
        lines += part.lines()
    return lines


# --- files ------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def applied(base: str, difference: str, name: str) -> str:
    """A base's text with a difference. Raises Misfit."""
    try:
        changes = parts_of(difference)
    except SyntaxError as error:
        raise Misfit(error.lineno or 1, f"this is not Python: {error.msg}") from None
    return "\n".join(written(merged(parts_of(base), changes, name))) + "\n"


def whole(lessons: Path, path: Path, seen: tuple[Path, ...] = ()) -> str:
    """The text of an answer, with all that its difference leaves out. Raises Misfit."""
    text = path.read_text(encoding="utf-8")
    says = CHANGES.search(text)
    if says is None:
        return text
    line = text.count("\n", 0, says.start()) + 1
    exercise = path.parent.parent if path.parent.name == "wrong" else path.parent
    base = exercise / says[1] if "/" not in says[1] else lessons / says[1]
    if not base.is_file():
        raise Misfit(line, f"there is no {says[1]} to change", path)
    if base in (*seen, path):
        raise Misfit(line, f"{says[1]} is itself a difference from this file", path)
    before = whole(lessons, base, (*seen, path))
    try:
        after = applied(before, "\n" * line + text[says.end() + 1 :], says[1])
    except Misfit as misfit:
        raise Misfit(misfit.line, str(misfit), path) from None
    return text[: says.start()] + after


def made_whole(lessons: Path) -> tuple[dict[str, str], list[str]]:
    """What the differences below LESSONS come to, by path; and a line for each misfit."""
    found: dict[str, str] = {}
    misfits: dict[str, None] = {}  # in order, each once: others may be differences from it
    for path in sorted(lessons.glob("*/*/**/*.py")):
        if CHANGES.search(path.read_text(encoding="utf-8")):
            try:
                found[path.relative_to(lessons).as_posix()] = whole(lessons, path)
            except Misfit as misfit:
                misfits[str(misfit)] = None
    return found, list(misfits)


def main() -> int:
    """Print what is whole, or what does not fit."""
    found, misfits = made_whole(Path(sys.argv[1]))
    if misfits:
        print("\n".join(misfits), file=sys.stderr)
    else:
        json.dump(found, sys.stdout)
    return 1 if misfits else 0


if __name__ == "__main__":
    sys.exit(main())
