"""Find what an answer fails by: a slip that, undone, makes it pass.

Nothing is guessed. Each known slip is undone wherever the answer may hold it, one at a time, and
the answer so mended is checked again: the first that passes is the cause, and its line is known.
"""

from __future__ import annotations

import ast
import copy
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import CodeType

from classroom.judge.slips import SLIPS, Around, Rule

Path = tuple[tuple[str, int | None], ...]
_LONGEST = 70


@dataclass(frozen=True)
class Cause:
    """A slip at a line of the answer, in words."""

    words: str
    line: int


@dataclass(frozen=True)
class Mended:
    """An answer with one slip undone: the whole, and the function that differs.

    `owner` is the class that the function is a method of, '' for a function of the module; without
    a `function`, the difference is elsewhere.
    """

    tree: ast.Module
    function: ast.FunctionDef | None = None
    owner: str = ""


Passes = Callable[[Mended, float], bool]


@dataclass(frozen=True)
class _Place:
    path: Path
    node: ast.expr | ast.stmt
    around: Around

    @property
    def line(self) -> int:
        """Where it begins."""
        return self.node.lineno

    @property
    def lines(self) -> set[int]:
        """All its lines; of a definition, the first."""
        compound = isinstance(self.node, ast.FunctionDef | ast.ClassDef)
        last = self.line if compound else self.node.end_lineno or self.line
        return set(range(self.line, last + 1))


def find_cause(source: str, passes: Passes, seconds: float,
               own: Sequence[int] = ()) -> Cause | None:
    """The slip that `source` fails by, or None: no single one, or none found in time.

    `passes(mended, seconds)` says whether a mended answer passes. The lines in `own`, which the
    student wrote, are tried before all others.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return None
    end = time.monotonic() + seconds
    places = _places(tree)
    theirs = [place for place in places if place.lines & set(own)]
    others = [place for place in places if not place.lines & set(own)]
    for group in (theirs, others):
        for rules in SLIPS:
            for place, new, why in _edits(group, rules):
                left = end - time.monotonic()
                if left <= 0:
                    return None
                if passes(_mended(tree, place.path, _located(new, place.node)), left):
                    return Cause(_worded(place, new, why), place.line)
    return None


def _edits(places: Sequence[_Place], rules: Sequence[Rule],
           ) -> Iterator[tuple[_Place, ast.AST | list[ast.stmt], str]]:
    """Each different edit that a rule has for a place, with its why."""
    tried = {(place.path, ast.dump(place.node)) for place in places}
    for rule in rules:
        for place in places:
            for new, why in rule(place.node, place.around):
                shape = "; ".join(map(ast.dump, new)) if isinstance(new, list) else ast.dump(new)
                if (place.path, shape) not in tried:
                    tried.add((place.path, shape))
                    yield place, new, why


def _located(new: ast.AST | list[ast.stmt], old: ast.AST) -> ast.AST | list[ast.stmt]:
    """What is new in a tree, where the old was: only there is it without a line."""
    for node in new if isinstance(new, list) else [new]:
        if not hasattr(node, "lineno"):  # else it is a part of what was there
            ast.copy_location(node, old)
        ast.fix_missing_locations(node)
    return new


def _mended(tree: ast.Module, path: Path, new: ast.AST | list[ast.stmt]) -> Mended:
    changed = _with(tree, path, new)
    node: ast.AST = changed
    owner = ""
    for field, i in path:
        held = getattr(node, field)
        if isinstance(new, list) and held is not None and i is not None and i >= len(held):
            break
        node = held if i is None else held[i]
        if isinstance(node, ast.ClassDef):
            owner = node.name
        elif isinstance(node, ast.FunctionDef):
            return Mended(changed, node, owner)
        elif not isinstance(node, ast.If):
            break
    return Mended(changed)


def compiled_tree(tree: ast.Module, filename: str) -> CodeType:
    """The code of a mended tree; raises SyntaxError, ValueError or TypeError where it has none."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        code: CodeType = compile(tree, filename, "exec", dont_inherit=True)
    return code


def _worded(place: _Place, new: ast.AST | list[ast.stmt], why: str) -> str:
    shown = ast.unparse(new[-1] if isinstance(new, list) else new)
    words = why.replace("{old}", _short(ast.unparse(place.node))).replace("{new}", _short(shown))
    return f"in line {place.line}, {words}"


def _short(text: str) -> str:
    line = text.splitlines()[0]
    return line if len(line) <= _LONGEST else line[: _LONGEST - 3] + "..."


def _places(tree: ast.Module) -> list[_Place]:
    """Every node with a line, and what is around it."""
    found: list[_Place] = []
    waiting: list[tuple[Path, ast.AST, Around]] = [
        ((), tree, Around(None, frozenset(), in_class=False))]
    while waiting:
        path, node, around = waiting.pop()
        if isinstance(node, ast.expr | ast.stmt):
            found.append(_Place(path, node, around))
        inner = _inside(node, around)
        for field, value in ast.iter_fields(node):
            for i, item in enumerate(value) if isinstance(value, list) else ((None, value),):
                if isinstance(item, ast.AST):
                    waiting.append(((*path, (field, i)), item, inner))
    return found


def _inside(node: ast.AST, around: Around) -> Around:
    if isinstance(node, ast.FunctionDef | ast.Lambda):
        names = {argument.arg for argument in node.args.args} | _bound(node)
        return Around(node, around.known | names, around.in_class)
    if isinstance(node, ast.ClassDef):
        return Around(None, frozenset(), in_class=True)
    return around


def _bound(node: ast.AST) -> set[str]:
    return {each.id for each in ast.walk(node)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


def _with(tree: ast.Module, path: Path, new: ast.AST | list[ast.stmt]) -> ast.Module:
    """The tree with `new` at `path`; what is not on the path is shared."""
    field, i = path[0]
    held = getattr(tree, field)
    inner = held if i is None else held[i]
    put = copy.copy(new) if len(path) == 1 else _with(inner, path[1:], new)
    changed = copy.copy(tree)
    if i is None:
        setattr(changed, field, put)
    else:
        items = put if isinstance(put, list) else [put]
        setattr(changed, field, [*held[:i], *items, *held[i + 1:]])
    return changed
