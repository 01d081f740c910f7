"""Reach: everything that a function can read, besides what it is called with.

From a function the walk goes to the globals that its code names, its closure and defaults, and
from each value on to what can be read through it: members, attributes, slots, the class with its
methods, the attributes of modules that the code names. What is met is handed to a `Watcher`, which
keeps what is needed to see a change. What cannot be watched exactly, such as an iterator, a file or
the clock, is refused, with a reason.

Functions of the standard library and of the engine are trusted, but for those that answer
differently each time; only the learner's own functions in them are followed.
"""

from __future__ import annotations

import builtins
import functools
import random
import re
import sys
from array import array
from collections import deque
from collections.abc import Iterator, Mapping, MutableMapping
from datetime import date, time, timedelta, tzinfo
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from opcode import opmap
from types import (
    BuiltinFunctionType,
    CellType,
    CodeType,
    FunctionType,
    MappingProxyType,
    MethodType,
    ModuleType,
    SimpleNamespace,
)
from typing import Any, Protocol

from ..handle import Handle

HANDLER = opmap["PUSH_EXC_INFO"]
"""What `except`, `finally` and `with` are compiled to."""
IMPORT, EXTENDED = opmap["IMPORT_NAME"], opmap["EXTENDED_ARG"]
LOADS = {opmap["LOAD_GLOBAL"]: 1, opmap["LOAD_NAME"]: 0}
"""The instructions that look a name up, and by how many bits its number is shifted."""
MOST_VALUES = 50_000
MOST_DEPTH = 40

ATOMS = frozenset(
    (float, int, bool, complex, str, bytes, type(None), Fraction, Decimal, range, type(...), object)
)
"""The types of values that cannot change, and are compared by `==`."""
FIXED = (
    date, time, timedelta, tzinfo, re.Pattern, slice, type(NotImplemented), Handle
)  # fmt: skip
"""Other types of values that cannot change, or whose changes the tape notes, like a Node's."""

ALL = frozenset({"*"})
UNSTEADY: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        "time secrets uuid os posix io pathlib socket subprocess select urllib http glob tempfile "
        "shutil fileinput getpass threading asyncio js pyodide".split(),
        ALL,
    ),
    "datetime": frozenset({"now", "today", "utcnow"}),
    "sys": frozenset({"stdin", "_getframe"}),
    "random": frozenset({"SystemRandom"}),
    "builtins": frozenset(
        {"open", "input", "eval", "exec", "globals", "locals", "vars", "__import__"}
    ),
    "gc": ALL,
    "inspect": ALL,
    "numpy": frozenset({"random"}),
}
"""What answers differently each time, or sees what a walk does not: '*' is all of a module."""


class Watcher(Protocol):
    """What is told of all that is met on the way."""

    def name(self, space: MutableMapping[str, Any] | Mapping[str, Any], name: str) -> None:
        """A name is looked up in this namespace."""

    def cell(self, cell: CellType) -> None:
        """A variable of an outer function is read."""

    def plain(self, value: Any, copy: Any) -> None:
        """A container of plain data: it has not changed while it equals the copy."""

    def members(self, value: Any) -> None:
        """A container: it has not changed while it has the same members."""

    def slots(self, value: Any, names: list[str]) -> None:
        """An object with these attributes in slots."""

    def array(self, value: Any) -> None:
        """An array with a method `tobytes`."""

    def source(self, value: random.Random) -> None:
        """A source of random numbers."""


class Unwatchable(Exception):
    """Something is reached whose changes cannot be seen. The message says so in one sentence."""


class Walk:
    """The walk from one function. Raises Unwatchable."""

    def __init__(self, f: Any, watcher: Watcher) -> None:
        self.watcher = watcher
        self.catches = False
        self.seen: dict[Any, Any] = {}  # by identity; the values are kept, so that it stays theirs
        self.pending: list[tuple[Any, str]] = [(f, getattr(f, "__name__", "it"))]
        while self.pending:
            value, label = self.pending.pop()
            if type(value) in ATOMS or self._known(value):
                continue
            if len(self.seen) > MOST_VALUES:
                raise Unwatchable("The loss reads more values than can be watched for changes.")
            self._look(value, label)

    def _known(self, value: Any, *also: Any) -> bool:
        key = (id(value), *also)
        known = key in self.seen
        self.seen[key] = value
        return known

    def _look(self, value: Any, label: str) -> None:
        copy = plain_copy(value)
        if copy is not NOT_PLAIN:
            if copy is not value:
                self.watcher.plain(value, copy)
        elif isinstance(value, FunctionType):
            self._function(value)
        elif isinstance(value, MethodType):
            self._all((value.__func__, label), (value.__self__, label))
        elif isinstance(value, functools.partial):
            self._all((value.func, label), (value.args, label), (value.keywords, label))
            self._attributes(value, label)
        elif isinstance(value, type):
            self._class(value)
        elif not self._container(value, label):
            self._object(value, label)

    def _all(self, *values: tuple[Any, str]) -> None:
        self.pending.extend(values)

    # Functions

    def _function(self, f: FunctionType) -> None:
        if is_library(f.__globals__.get("__name__")):
            self._library_function(f)
            return
        self.watcher.slots(f, ["__code__", "__defaults__", "__kwdefaults__"])
        code, names = f.__code__, set(names_in(f.__code__))
        self.catches = self.catches or has_opcode(code, HANDLER)
        space = f.__globals__
        for name in set(globals_in(code)):
            if name in space:
                self._name(space, name, names)
            elif hasattr(builtins, name):
                self._steady("builtins", name)
                self.watcher.name(space, name)
                self.watcher.name(vars(builtins), name)
        if has_opcode(code, IMPORT):
            for name in names & sys.modules.keys():
                self._module(sys.modules[name], names)
        for cell, name in zip(f.__closure__ or (), code.co_freevars, strict=True):
            self.watcher.cell(cell)
            if not _is_empty(cell):
                self._value(cell.cell_contents, name, names)
        for default in f.__defaults__ or ():
            self._all((default, "a default"))
        if f.__kwdefaults__:
            self._all((f.__kwdefaults__, "a default"))
        self._attributes(f, f.__name__)

    def _library_function(self, f: FunctionType) -> None:
        """Trusted; but the learner's functions that it was made with are followed."""
        self._steady(str(f.__globals__.get("__name__")), f.__name__)
        inside = [cell.cell_contents for cell in f.__closure__ or () if not _is_empty(cell)]
        for value in (*inside, *vars(f).values()):
            if isinstance(value, FunctionType | MethodType | functools.partial):
                self._all((value, f.__name__))

    def _name(self, space: Mapping[str, Any], name: str, names: set[str]) -> None:
        self.watcher.name(space, name)
        self._value(space[name], name, names)

    def _value(self, value: Any, label: str, names: set[str]) -> None:
        if isinstance(value, ModuleType):
            self._module(value, names)
            return
        if isinstance(value, type) and is_library(value.__module__):
            for name in names:
                self._steady(value.__module__, name)
        self._all((value, label))

    def _module(self, module: ModuleType, names: set[str]) -> None:
        """The attributes of a module that the code names."""
        if self._known(module, *sorted(names)):
            return
        root = module.__name__
        for name in names & vars(module).keys():
            if not is_library(root):
                self._name(vars(module), name, names)
                continue
            self._steady(root, name)
            value = vars(module)[name]
            self.watcher.name(vars(module), name)
            if isinstance(value, list | dict | set):
                self._all((value, f"{root}.{name}"))
            if isinstance(getattr(value, "__self__", None), random.Random):
                self._all((value.__self__, "random"))

    def _steady(self, module: str, name: str) -> None:
        """Raise Unwatchable for what answers differently each time."""
        unsteady = UNSTEADY.get(module.partition(".")[0], frozenset())
        if "*" in unsteady or name in unsteady:
            called = name if module == "builtins" else f"{module}.{name}"
            raise Unwatchable(f"The loss uses {called}, which may answer differently each time.")

    # Data

    def _container(self, value: Any, label: str) -> bool:
        """Look into a container; False if it is none."""
        if isinstance(value, list | tuple | set | frozenset | deque):
            self.watcher.members(value)
            self._all(*((item, label) for item in value))
        elif isinstance(value, dict | MappingProxyType):
            self.watcher.members(value)
            self._all(*((item, label) for pair in value.items() for item in pair))
        elif isinstance(value, bytearray):
            self.watcher.plain(value, value[:])
        elif isinstance(value, array):
            self.watcher.array(value)
        elif type(value).__module__ == "numpy" and hasattr(value, "tobytes"):
            if value.dtype.hasobject:
                raise _unwatchable(value, label)
            self.watcher.array(value)
        else:
            return False
        if not is_library(type(value).__module__):
            self._attributes(value, label)
            self._class(type(value))
        return True

    def _object(self, value: Any, label: str) -> None:
        if isinstance(value, random.SystemRandom) or type(value).__module__.startswith("numpy.r"):
            raise Unwatchable("The loss draws random numbers, so each call is another one.")
        if isinstance(value, random.Random):
            self.watcher.source(value)
        elif isinstance(value, ModuleType):
            raise _unwatchable(value, label)
        elif isinstance(value, BuiltinFunctionType):
            self._builtin(value, label)
        elif _has(value, "cache_info"):
            raise Unwatchable(f"The loss calls `{label}`, which keeps what it answered in a cache.")
        elif _has(value, "__wrapped__"):
            self._all((value.__wrapped__, label))
        elif isinstance(value, property | staticmethod | classmethod | functools.cached_property):
            for name in ("fget", "fset", "fdel", "func", "__func__"):
                self._all((getattr(value, name, None), label))
        elif isinstance(value, Iterator) or hasattr(type(value), "__next__"):
            raise Unwatchable(
                f"The loss takes from `{label}`, an iterator that is used up from call to call."
            )
        elif isinstance(value, FIXED) or type(value).__module__ in ("typing", "operator", "types"):
            if isinstance(value, SimpleNamespace):
                self._attributes(value, label)
        elif hasattr(type(value), "__get__") and is_library(type(value).__module__):
            return  # a descriptor of a class, such as one for a slot
        elif is_engine(type(value).__module__):
            self._engine_object(value, label)
        elif is_library(type(value).__module__):
            raise _unwatchable(value, label)
        else:
            self._attributes(value, label)
            self._class(type(value))

    def _builtin(self, value: Any, label: str) -> None:
        owner = value.__self__
        if owner is None or isinstance(owner, ModuleType):
            module = value.__module__ or getattr(owner, "__name__", "")
            self._steady(module, value.__name__)
        elif not isinstance(owner, type):
            self._all((owner, label))

    def _engine_object(self, value: Any, label: str) -> None:
        """One of our own objects is trusted, but not the learner's functions in it."""
        names = list(getattr(value, "__dict__", ())) + slots_of(type(value))
        for name in names:
            inside = getattr(value, name, None)
            if isinstance(inside, FunctionType | MethodType | functools.partial) or not is_library(
                type(inside).__module__
            ):
                self._all((inside, label))

    def _attributes(self, value: Any, label: str) -> None:
        inside = getattr(value, "__dict__", None)
        names = slots_of(type(value))
        if inside is None and not names and type(value).__module__ == "builtins":
            raise _unwatchable(value, label)
        if inside is not None:
            self._all((inside, label))
        if names:
            self.watcher.slots(value, names)
            self._all(*((getattr(value, name, None), f"{label}.{name}") for name in names))

    def _class(self, cls: type) -> None:
        """The classes that a learner wrote, with all that stands in them; and their own class."""
        self._all((type(cls), cls.__name__))
        for each in cls.__mro__:
            if is_library(each.__module__) or self._known(each, "class"):
                continue
            self.watcher.members(vars(each))
            for name, value in vars(each).items():
                special = name.startswith("__") or name == "_abc_impl"
                if not special or isinstance(value, FunctionType):
                    self._all((value, f"{each.__name__}.{name}"))


NOT_PLAIN: Any = object()
ROWS = {list, tuple}


def plain_copy(value: Any, depth: int = 0) -> Any:
    """A copy of nested containers of atoms, an atom itself; NOT_PLAIN if there is anything else."""
    kind = type(value)
    if kind in ATOMS:
        return value
    if depth > MOST_DEPTH or kind not in (list, tuple, dict, set, frozenset, deque):
        return NOT_PLAIN
    if kind is dict:
        keys, values = plain_copy(list(value), depth), plain_copy([*value.values()], depth)
        return NOT_PLAIN if NOT_PLAIN in (keys, values) else dict(zip(keys, values, strict=True))
    kinds = set(map(type, value))
    if kinds <= ATOMS:
        return value if kind in (tuple, frozenset) else value.copy()
    if kind is list and kinds <= ROWS and set(map(type, chain.from_iterable(value))) <= ATOMS:
        return [item if type(item) is tuple else item.copy() for item in value]
    items = [plain_copy(item, depth + 1) for item in value]
    if any(item is NOT_PLAIN for item in items):
        return NOT_PLAIN
    if all(map(_is, items, value)):
        return value if kind in (tuple, frozenset) else value.copy()
    return deque(items, value.maxlen) if kind is deque else kind(items)


def _is(one: object, other: object) -> bool:
    return one is other


def names_in(code: CodeType) -> Iterator[str]:
    """The names that a function, and those defined in it, look up; its texts may be some too."""
    yield from code.co_names
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from names_in(constant)
        elif isinstance(constant, str):
            yield constant


def globals_in(code: CodeType) -> Iterator[str]:
    """The names among them that are looked up by themselves, not as an attribute."""
    number = 0
    for opcode, argument in zip(code.co_code[::2], code.co_code[1::2], strict=True):
        number = number << 8 | argument
        if opcode in LOADS:
            yield code.co_names[number >> LOADS[opcode]]
        if opcode != EXTENDED:
            number = 0
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from globals_in(constant)


def has_opcode(code: CodeType, opcode: int) -> bool:
    """Whether a function, or one that is defined in it, has an instruction of this kind."""
    inner = (constant for constant in code.co_consts if isinstance(constant, CodeType))
    return opcode in code.co_code[::2] or any(has_opcode(each, opcode) for each in inner)


def is_engine(module: str | None) -> bool:
    """Whether a module is one of ours."""
    return module is not None and module.partition(".")[0] == "py_engine"


def is_library(module: str | None) -> bool:
    """Whether a module is one of Python's or ours, or numpy's."""
    if module is None or module == "__main__":
        return False
    root = module.partition(".")[0]
    return is_engine(module) or root in sys.stdlib_module_names or root == "numpy"


def slots_of(cls: type) -> list[str]:
    """The attributes of an object of this class that are in slots."""
    found: list[str] = []
    for each in cls.__mro__:
        slots = vars(each).get("__slots__", ())
        names = (slots,) if isinstance(slots, str) else tuple(slots)
        for name in names:
            if name.startswith("__") and not name.endswith("__"):
                name = f"_{each.__name__.lstrip('_')}{name}"
            if name not in ("__dict__", "__weakref__"):
                found.append(name)
    return found


def _has(value: object, name: str) -> bool:
    """Whether there is this attribute, without asking the value's own `__getattr__`."""
    return name in getattr(value, "__dict__", ()) or any(
        name in vars(each) for each in type(value).__mro__
    )


def _is_empty(cell: CellType) -> bool:
    try:
        _ = cell.cell_contents
    except ValueError:
        return True
    return False


def _unwatchable(value: object, label: str) -> Unwatchable:
    kind = type(value).__name__
    return Unwatchable(f"The loss reads `{label}`, of type {kind}, whose changes cannot be seen.")
