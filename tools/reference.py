"""Describe each public name of the engine, for the pages of its reference.

    python -m tools.reference FILE.json

A list of `Entry` is written. Signatures, docstrings and sources are what griffe finds in the
package; functions that the table of primitives makes are described by their row. An example is the
doctest in the docstring, or that under the name in docs/examples.md, or, of a row, one made here.
"""

from __future__ import annotations

import ast
import contextlib
import doctest
import io
import json
import re
import sys
from itertools import pairwise, product
from pathlib import Path
from typing import NamedTuple, TypedDict

import griffe

import py_engine
from py_engine.derivation.algebra import Monomial, Symbol, polynomial_tex
from py_engine.derivation.rules import (
    Quantities,
    definition_tex,
    domain_tex,
    formula_tex,
    product_of,
)
from py_engine.formulas import NAMES, Formula
from py_engine.primitives import PRIMITIVES, Primitive
from tools.steps import ROOT

EXAMPLES = ROOT / "docs" / "examples.md"
TABLE = ROOT / "py_engine" / "primitives.py"
PLACES = (0.5, 2.0)  # where an example may be
GROUPS = {
    "Numbers that remember": ("node", "handle", "pausing"),
    "Gradients": ("gradients", "modes", "gradcheck"),
    "Functions": ("functions",),
    "Functions of many numbers": ("vectors",),
    "Going downhill": ("descent", "optimizers", "searching", "median"),
    "Graphs": ("graph",),
    "Errors": ("errors",),
}


class Example(TypedDict):
    """Code that prints something, and what it prints."""

    code: str
    output: str


class Source(TypedDict):
    """Where something is defined, and how."""

    file: str
    line: int
    text: str


class Member(TypedDict):
    """A method or a property of a class, or a function of a module."""

    signature: str
    about: list[str]


class Row(TypedDict):
    """What the table says of a function, as LaTeX and in words."""

    value: str
    derivatives: list[list[str]]  # by what, and what it is
    domain: str
    edges: list[str]


class Entry(TypedDict):
    """A public name. `about` are paragraphs of the docstring, `raises` its sentences on errors."""

    name: str
    group: str
    signature: str
    about: list[str]
    raises: list[str]
    example: Example
    members: list[Member]
    source: Source
    row: Row | None


class Text(NamedTuple):
    """A docstring taken apart."""

    about: list[str]
    raises: list[str]
    examples: list[doctest.Example]


def main(file: Path) -> None:
    """Write down what is known of each public name."""
    file.write_text(json.dumps(entries(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def entries() -> list[Entry]:
    """Describe the public names, group by group."""
    package = griffe.load("py_engine", search_paths=[ROOT])
    assert isinstance(package, griffe.Module)
    found = [entry(package, name) for name in py_engine.__all__]
    order = list(GROUPS)
    return sorted(found, key=lambda each: (order.index(each["group"]), each["name"].lower()))


def entry(package: griffe.Module, name: str) -> Entry:
    """Describe one name."""
    row = PRIMITIVES.get(name)
    defined = definition(package, name)
    operands = operands_of(row, defined) if row else ""
    text = taken_apart(defined) if defined else Text([row.about] if row else [], [], [])
    module = "functions" if row or not defined else defined.canonical_path.split(".")[1]
    return {
        "name": name,
        "group": group_of(module),
        "signature": signature_of(defined) if defined else signature_of_row(name, operands),
        "about": text.about,
        "raises": text.raises,
        "example": example_of(name, text, row, operands),
        "members": members_of(defined) if defined else [],
        "source": source_of(defined) if defined else row_source(name),
        "row": row_of(row, operands) if row else None,
    }


def definition(package: griffe.Module, name: str) -> griffe.Object | None:
    """Where the name is written down; None where the table makes it."""
    found = end_of(package.members[name]) if name in package.members else None
    if isinstance(found, griffe.Module) and name in found.members:  # of that name
        found = end_of(found.members[name])
    return None if found is None or found.is_attribute else found


def end_of(found: griffe.Object | griffe.Alias) -> griffe.Object | None:
    """What a name stands for in the end; None where that is not in the text of the package."""
    try:
        return found.final_target if isinstance(found, griffe.Alias) else found
    except griffe.AliasResolutionError:
        return None


def group_of(module: str) -> str:
    """The heading under which a module's names stand."""
    for group, modules in GROUPS.items():
        if module in modules:
            return group
    raise LookupError(f"under which heading do names of {module}.py stand? Say it in GROUPS")


def signature_of(thing: griffe.Object) -> str:
    """How it is called, with the types of what goes in and comes out: a line for each way."""
    if isinstance(thing, griffe.Function):
        return "\n".join(each.signature(return_type=True) for each in thing.overloads or [thing])
    if not isinstance(thing, griffe.Class):
        return thing.name
    if "NamedTuple" in map(str, thing.bases):
        fields = [f"{m.name}: {m.annotation}" for m in thing.attributes.values()]
        return f"{thing.name}({', '.join(fields)})"
    begin = end_of(thing.all_members["__init__"]) if "__init__" in thing.all_members else None
    if not isinstance(begin, griffe.Function):
        return thing.name
    written = begin.signature(return_type=False)
    return re.sub(r"^__init__\((self(, )?)?", f"{thing.name}(", written)


def signature_of_row(name: str, operands: str) -> str:
    """How a function is called that the table makes."""
    floats, nodes = (
        ", ".join(f"{operand}: {kind}" for operand in operands)
        for kind in ("float", "Node | float")
    )
    return f"{name}({floats}) -> float\n{name}({nodes}) -> Node"


def members_of(thing: griffe.Object) -> list[Member]:
    """The public methods and properties that have a sentence of their own."""
    if not isinstance(thing, griffe.Class | griffe.Module):
        return []
    names = [name for name in thing.all_members if not name.startswith("_")]
    members = [end_of(thing.all_members[name]) for name in names]
    home = "py_engine" if thing.is_class else thing.canonical_path  # a class has those it inherits
    own = [m for m in members if m and m.canonical_path.startswith(f"{home}.") and m.docstring]
    found = [described(m) for m in own if not m.is_module]
    return [member for member in found if not member["about"][0].startswith("See `")]


def described(thing: griffe.Object) -> Member:
    """A member, without its example."""
    text = taken_apart(thing)
    signature = signature_of(thing) if thing.is_function else thing.name
    return {"signature": signature, "about": [*text.about, *text.raises]}


def source_of(thing: griffe.Object) -> Source:
    """Where it is, and the text of it."""
    assert isinstance(thing.filepath, Path)
    text = thing.source or thing.filepath.read_text(encoding="utf-8")
    return {"file": str(thing.filepath.relative_to(ROOT)), "line": thing.lineno or 1, "text": text}


def row_source(name: str) -> Source:
    """The row of the table."""
    text = TABLE.read_text(encoding="utf-8")
    for call in ast.walk(ast.parse(text)):
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
            if call.args[0].value == name:
                found = ast.get_source_segment(text, call) or ""
                return {"file": str(TABLE.relative_to(ROOT)), "line": call.lineno, "text": found}
    raise LookupError(f"{name} is written nowhere, and no row of the table")


def row_of(row: Primitive, names: str) -> Row:
    """The function and its derivatives, typeset; v is the value."""
    operands = [Monomial.of(Symbol(name, name)) for name in names]
    value = Monomial.of(Symbol("v", "v"))
    quantities = {"v": value, **dict(zip(NAMES, operands, strict=False))}
    formulas = [row.textbook.get(k, slope) for k, slope in enumerate(row.derivatives)]
    slopes = [slope_tex(formula, quantities) for formula in formulas]
    return {
        "value": definition_tex(row.name, list(names)),
        "derivatives": [[name, tex] for name, tex in zip(names, slopes, strict=True)],
        "domain": domain_tex(row.name, operands),
        "edges": [edge.words for edge in row.edges],
    }


def slope_tex(formula: Formula, quantities: Quantities) -> str:
    """A derivative, typeset."""
    product = product_of(formula, quantities) if formula is not None else Monomial(0.0)
    return formula_tex(formula, quantities)[0] if product is None else polynomial_tex([product])


def operands_of(row: Primitive, defined: griffe.Object | None) -> str:
    """What the operands are called, in one letter each."""
    count = len(row.derivatives)
    names = [p.name for p in defined.parameters] if isinstance(defined, griffe.Function) else []
    written = "".join(names)
    return written if len(names) == len(written) == count else "xyz"[:count]


def taken_apart(thing: griffe.Object) -> Text:
    """The paragraphs of a docstring, what it says of errors, and its examples."""
    parts = doctest.DocTestParser().parse(thing.docstring.value if thing.docstring else "")
    prose = "".join(part if isinstance(part, str) else "\n\n" for part in parts)
    paragraphs = [p.strip() for p in re.split(r"\n\s*\n", prose) if p.strip()]
    about, raises = [], []
    for paragraph in paragraphs:
        words, at, errors = paragraph.partition("Raises ")
        about += [words.strip()] if words.strip() else []
        raises += [at + errors] if errors else []
    return Text(about, raises, [part for part in parts if isinstance(part, doctest.Example)])


# Examples


def example_of(name: str, text: Text, row: Primitive | None, names: str) -> Example:
    """The example of a name."""
    written = text.examples or under_heading(name)
    if written:
        return printing(written)
    assert row is not None, f"{EXAMPLES.name} has no example of {name}"
    return of_row(row, names)


def under_heading(name: str) -> list[doctest.Example]:
    """The example in docs/examples.md."""
    parts = re.split(r"^## (\w+)$", EXAMPLES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    sections = dict(zip(parts[1::2], parts[2::2], strict=True))
    return doctest.DocTestParser().get_examples(sections.get(name, ""))


def printing(examples: list[doctest.Example]) -> Example:
    """The session as a program that prints what the session shows."""
    parts = [printed(each) if each.want else each.source.rstrip() for each in examples]
    return {"code": spaced(parts), "output": "".join(e.want for e in examples).rstrip()}


def printed(example: doctest.Example) -> str:
    """A line that shows something, as one that prints it."""
    [shown] = ast.parse(example.source).body
    source = example.source.rstrip()
    if not isinstance(shown, ast.Expr) or source.startswith("print("):
        return source
    return f"print(({source}))" if isinstance(shown.value, ast.Tuple) else f"print({source})"


def spaced(parts: list[str]) -> str:
    """The parts of a program with its imports, and empty lines where one has them."""
    code = "\n".join(parts)
    if not parts[0].startswith(("from ", "import ")):
        used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}
        parts = [f"from py_engine import {', '.join(sorted(used & {*py_engine.__all__}))}", *parts]
    text = parts[0]
    for before, part in pairwise(parts):
        imports = [each.startswith(("from ", "import ")) for each in (before, part)]
        apart = imports == [True, False] or "\n" in before + part
        text += ("\n\n" if apart else "\n") + part
    return text


def of_row(row: Primitive, names: str) -> Example:
    """A loss of the one operation, at the first place where it has a value and a gradient."""
    for place in product(PLACES, repeat=len(names)):
        defaults = ", ".join(f"{n}={v}" for n, v in zip(names, place, strict=True))
        code = spaced([
            f"from py_engine import {row.name}, value_and_grad",
            f"def loss({defaults}):\n    return {row.name}({', '.join(names)})",
            f"print(value_and_grad(loss)({', '.join(map(str, place))}))",
        ])
        with contextlib.suppress(ArithmeticError, ValueError):
            return {"code": code, "output": output_of(code)}
    raise LookupError(f"{row.name} has no gradient at {PLACES}")


def output_of(code: str) -> str:
    """What a program prints."""
    with contextlib.redirect_stdout(io.StringIO()) as printed_text:
        exec(compile(code, "example", "exec"), {"__name__": "example"})
    return printed_text.getvalue().rstrip()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
