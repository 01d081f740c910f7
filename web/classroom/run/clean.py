"""Each run starts from the same interpreter, whatever an earlier run did to it."""

from __future__ import annotations

import builtins
import gc
import os
import random
import sys
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from operator import is_
from types import ModuleType
from typing import Any

from py_engine.ours import is_ours
from py_engine.pausing import end_pauses

_LISTS = ("path", "meta_path", "path_hooks", "argv", "warnoptions")
# The classroom swaps these itself, around each call of learners' code.
_STREAMS = {"stdin", "stdout", "stderr", "last_exc", "last_type", "last_value", "last_traceback"}
_GONE = object()


class CleanState:
    """A shallow copy of builtins, modules and the engine's classes, and the way back to it.

    Names are restored, not the insides of values: a list that a library keeps in a global is the
    same list afterwards. A module written in Python and first imported by a learner is forgotten,
    and imported anew by the next run; compiled ones cannot be loaded twice, and stay.
    """

    def __init__(self) -> None:
        self._modules = dict(sys.modules)
        self._names = {name: _names(module) for name, module in self._modules.items()
                       if isinstance(module, ModuleType) and _ours_or_python(name)}
        self._classes = {cls: dict(vars(cls)) for cls in _classes(self._names)}
        self._lists = {name: list(getattr(sys, name)) for name in _LISTS}
        self._filters = list(warnings.filters)
        self._recursion_limit = sys.getrecursionlimit()
        self._directory = os.getcwd()

    def restore(self) -> None:
        """Bring everything back, builtins first, since the rest of this needs them."""
        self.restore_builtins()
        _restore_modules(sys.modules, self._modules)
        for name, before in self._names.items():
            _restore_mapping(vars(self._modules[name]), before)
        for cls, attributes in self._classes.items():
            _restore_class(cls, attributes)
        for name, items in self._lists.items():
            getattr(sys, name)[:] = items
        self._restore_switches()

    def restore_builtins(self) -> None:
        """Undo what learners' code did to `print`, `len` and the like; cheap."""
        _restore_mapping(builtins.__dict__, self._names["builtins"])

    def _restore_switches(self) -> None:
        sys.settrace(None)
        sys.setprofile(None)
        sys.setrecursionlimit(self._recursion_limit)
        warnings.resetwarnings()
        for kept in self._filters:
            warnings.filters.append(kept)  # type: ignore[attr-defined]  # a list, typed as Sequence
        gc.enable()
        end_pauses()
        random.seed()
        if os.getcwd() != self._directory:
            os.chdir(self._directory)


def _ours_or_python(name: str) -> bool:
    is_python = name.partition(".")[0] in sys.stdlib_module_names
    return name != "__main__" and (is_python or is_ours(name))


def _names(module: ModuleType) -> dict[str, Any]:
    names = dict(vars(module))  # in one piece: there are some ten thousand
    if module is sys:
        for name in _STREAMS & names.keys():
            del names[name]
    return names


def _classes(modules: dict[str, dict[str, Any]]) -> set[type]:
    """The classes that a learner is likely to patch: the engine's, and random's."""
    def is_patched(module: str) -> bool:
        return is_ours(module) or module == "random"

    names = [values for name, values in modules.items() if is_patched(name)]
    return {value for values in names for value in values.values()
            if isinstance(value, type) and is_patched(value.__module__)}


def _restore_modules(now: dict[str, ModuleType], before: dict[str, ModuleType]) -> None:
    for name in [name for name in now if name not in before]:
        if not is_ours(name) and _can_be_imported_again(now[name]):
            del now[name]
    for name, module in before.items():
        if now.get(name) is not module:
            now[name] = module


def _can_be_imported_again(module: object) -> bool:
    spec = getattr(module, "__spec__", None)
    return spec is None or str(spec.origin).endswith((".py", ".pyc"))


def _unchanged(
    now: Mapping[str, Any],
    before: dict[str, Any],
    # Bound here because this runs while the learner's own versions may be in `builtins`.
    _all: Callable[[Iterable[bool]], bool] = all,
    _map: Callable[..., Iterator[bool]] = map,
    _list: type[list[str]] = list,
) -> bool:
    """Whether these are the same objects under the same names; mostly they are, and it is quick."""
    return (_list(now) == _list(before)  # names are texts; objects may say that they are equal
            and _all(_map(is_, now.values(), before.values())))


def _restore_mapping(
    now: MutableMapping[str, Any],
    before: dict[str, Any],
    # Bound here because this runs while the learner's own versions may be in `builtins`.
    _list: type[list[str]] = list,
) -> None:
    if _unchanged(now, before):
        return
    for name in [name for name in _list(now) if name not in before]:
        if name not in _STREAMS:
            del now[name]
    for name, value in before.items():
        if name not in now or now[name] is not value:
            now[name] = value


def _restore_class(cls: type, before: dict[str, Any]) -> None:
    if _unchanged(vars(cls), before):
        return
    now = dict(vars(cls))
    for name in now.keys() - before.keys():
        delattr(cls, name)
    for name, value in before.items():
        if now.get(name, _GONE) is not value:
            setattr(cls, name, value)
