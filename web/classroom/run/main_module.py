"""Learners' code as a module of its own: one way for the Lab and for the checks of exercises."""

from __future__ import annotations

import contextlib
import linecache
import sys
from collections.abc import Iterator
from types import CodeType, ModuleType

from classroom.run.flat_free import learner_builtins


def compiled(source: str, filename: str) -> CodeType:
    """Compile a learner's text, whose lines tracebacks and `inspect` can then show.

    Raises what `compile` raises for what is no Python.
    """
    linecache.cache[filename] = (
        len(source), None, source.splitlines(keepends=True), filename)
    return compile(source, filename, "exec", dont_inherit=True)


@contextlib.contextmanager
def main_module(filename: str) -> Iterator[ModuleType]:
    """A fresh `__main__`, as a file of its own would be, and registered while this is open.

    `dataclass`, `typing`, `pickle` and `inspect` look a class's module up by its name.
    """
    module = ModuleType("__main__")
    module.__file__ = filename
    vars(module)["__builtins__"] = learner_builtins()
    before = sys.modules.get("__main__")
    sys.modules["__main__"] = module
    try:
        yield module
    finally:
        put_back("__main__", before)


def put_back(name: str, module: ModuleType | None) -> None:
    """Register `module` under `name` again; with None, nothing."""
    if module is None:
        sys.modules.pop(name, None)
    else:
        sys.modules[name] = module
