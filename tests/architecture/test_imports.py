"""Who may import whom: the directions in which the parts depend on each other."""

from __future__ import annotations

import ast
import functools
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
PACKAGES = {"py_engine": ROOT, "classroom": WEB}  # and the folder that each is imported from
ENGINE, CLASSROOM = (sorted((PACKAGES[name] / name).rglob("*.py")) for name in PACKAGES)
MODULES = [*ENGINE, *CLASSROOM]
SCRIPTS = sorted(
    f
    for part in ("app", "sandbox", "shared")
    for f in (WEB / part).rglob("*.js")
    if "node_modules" not in f.parts
)


def below(file: Path) -> Path:
    """The path of a module, from where it is imported."""
    return file.relative_to(ROOT if file in ENGINE else WEB)


def module_name(file: Path) -> str:
    parts = below(file).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@functools.cache
def imported_by(file: Path) -> list[tuple[str, int]]:
    """Absolute names of what a Python file imports, type-only imports left out."""
    package = below(file).parent.parts
    tree = ast.parse(file.read_text(encoding="utf-8"))
    only_types = {
        inner
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
        for child in node.body
        for inner in ast.walk(child)
    }
    found: list[tuple[str, int]] = []
    for node in ast.walk(tree):
        if node in only_types:
            continue
        if isinstance(node, ast.Import):
            found += ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = [
                *package[: len(package) - node.level + 1],
                *([node.module] if node.module else []),
            ]
            name = ".".join(base) if node.level else str(node.module)
            found.append((name, node.lineno))
            found += ((f"{name}.{alias.name}", node.lineno) for alias in node.names)
    return found


def test_there_is_something_to_look_at() -> None:
    assert len(ENGINE) > 10
    assert len(CLASSROOM) > 10
    assert len(SCRIPTS) > 10


def foreign(file: Path, ours: set[str]) -> set[tuple[str, int]]:
    """What a module imports that is neither Python's nor of these packages, and at which line."""
    known = ours | sys.stdlib_module_names
    return {(name, line) for name, line in imported_by(file) if name.split(".")[0] not in known}


@pytest.mark.parametrize("file", ENGINE, ids=module_name)
def test_py_engine_imports_the_standard_library_alone(file: Path) -> None:
    assert foreign(file, {"py_engine"}) == set()


@pytest.mark.parametrize("file", CLASSROOM, ids=module_name)
def test_the_classroom_imports_the_standard_library_and_the_engine(file: Path) -> None:
    assert foreign(file, {"py_engine", "classroom"}) == set()


ABOVE = "gradcheck|descent|median|jit|derivation"
# A module of the key may import none of the modules that the pattern finds.
FORBIDDEN = {
    r"py_engine\.errors": r"py_engine\.",
    r"py_engine\.tape": r"py_engine\.(?!errors)",
    r"py_engine\.graph": r"py_engine\.",
    r"py_engine\.(node|functions)": rf"py_engine\.({ABOVE})\b",
    r"py_engine\.node": r"py_engine\.functions\b",
    r"py_engine\.jit(\..*)?": r"py_engine\.(derivation|descent|median|gradcheck)\b",
    r"py_engine\.jit\.(?!trace$).*": r"py_engine\.tape\b",
    # words <- run <- sight <- pictures <- doubts, with judge beside sight; the rest uses them all
    r"classroom\.words(\..*)?": r"classroom\.(?!words|protocol)",
    r"classroom\.run(\..*)?": r"classroom\.(?!words|protocol|run)",
    r"classroom\.sight(\..*)?": r"classroom\.(?!words|protocol|run|sight)",
    r"classroom\.judge(\..*)?": r"classroom\.(?!words|protocol|run|judge)",
    r"classroom\.pictures(\..*)?": r"classroom\.(doubts|prerender|study|api)\b",
    r"classroom\.doubts(\..*)?": r"classroom\.(prerender|study|api)\b",
    r"classroom\.(study|api)": r"classroom\.prerender\b",
}


@pytest.mark.parametrize("file", MODULES, ids=module_name)
def test_the_packages_depend_in_one_direction(file: Path) -> None:
    name = module_name(file)
    against = {
        (imported, line)
        for module, pattern in FORBIDDEN.items()
        if re.fullmatch(module, name)
        for imported, line in imported_by(file)
        if re.match(pattern, imported) and imported != name
    }
    assert against == set()


def imported_scripts(file: Path) -> set[str]:
    """Resolve what a script imports at run time: paths below web/, or a package's name."""
    text = re.sub(r"/\*.*?\*/", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
    found = re.findall(r"""(?:\bfrom|\bimport)\s*\(?\s*['"]([^'"]+)['"]""", text)
    return {
        str((file.parent / name).resolve().relative_to(WEB)) if name.startswith(".") else name
        for name in found
    }


def script_name(file: Path) -> str:
    return str(file.relative_to(WEB))


@pytest.mark.parametrize("file", SCRIPTS, ids=script_name)
def test_page_and_sandbox_do_not_import_each_other(file: Path) -> None:
    other = {"app": "sandbox/", "sandbox": "app/", "shared": ("app/", "sandbox/")}
    part = file.relative_to(WEB).parts[0]
    assert {name for name in imported_scripts(file) if name.startswith(other[part])} == set()


@pytest.mark.parametrize("file", SCRIPTS, ids=script_name)
def test_only_the_sandbox_knows_pyodide(file: Path) -> None:
    if file.relative_to(WEB).parts[0] != "sandbox":
        assert not any(name.startswith("pyodide") for name in imported_scripts(file))


MODEL = [f for f in SCRIPTS if script_name(f).startswith("app/model/")]


@pytest.mark.parametrize("file", MODEL, ids=script_name)
def test_the_model_imports_nothing_of_the_page(file: Path) -> None:
    """That it names nothing of the page either is a matter of types: see tsconfig.model.json."""
    outside = {
        n for n in imported_scripts(file) if n.startswith("app/") and not n.startswith("app/model/")
    }
    assert outside == set()


def test_views_get_the_client_as_an_argument() -> None:
    views = [f for f in SCRIPTS if script_name(f).startswith("app/views/")]
    makers = [f for f in views if re.search(r"new PythonClient\b", f.read_text(encoding="utf-8"))]
    assert makers == []
