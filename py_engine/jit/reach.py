"""Reach: everything that a function can read, besides what it is called with.

From a function the walk goes to the globals that its code names, its closure and defaults, and
from each value on to what can be read through it: members, attributes, slots, the class with its
methods, the attributes of modules that any of the code names. What is met is handed to a
`Watcher`, which keeps what is needed to see a change. What cannot be watched exactly, such as an
iterator, a file or the clock, is refused, with a reason.

Functions of the standard library and of the engine are trusted, but for those that answer
differently each time; only the learner's own functions in them are followed.
"""

from __future__ import annotations

import abc
import builtins
import decimal
import functools
import operator
import random
import re
import sys
import typing
from array import array
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from datetime import date, time, timedelta, tzinfo
from threading import local
from types import (
    BuiltinFunctionType,
    CellType,
    DynamicClassAttribute,
    FunctionType,
    MappingProxyType,
    MethodDescriptorType,
    MethodType,
    ModuleType,
    SimpleNamespace,
    WrapperDescriptorType,
)
from typing import Any, Protocol

from ..handle import Handle
from ..ours import is_ours
from .code_names import HANDLER, IMPORTS, LOOK_UPS, asked_for, has_opcode, named_by, names_in
from .plain_data import ATOMS, NOT_PLAIN, plain_copy

MOST_VALUES = 50_000

FIXED = (
    date, time, timedelta, tzinfo, re.Pattern, slice, type(NotImplemented), Handle
)  # fmt: skip
"""Other types of values that cannot change, or whose changes the tape notes, like a Node's."""
GETTERS = (operator.attrgetter, operator.methodcaller)
PROPERTIES = (
    property, staticmethod, classmethod, functools.cached_property, DynamicClassAttribute
)  # fmt: skip
METHODS = (functools.partialmethod, functools.singledispatchmethod)
SEEN_THROUGH: tuple[Any, ...] = (
    *(ATOMS - {object}), *FIXED, *PROPERTIES, decimal.Decimal, list, tuple, set, frozenset, dict,
    deque, bytearray, array, functools.partial, type, BaseException, SimpleNamespace, local,
    random.Random.__base__, typing.Generic,
)  # fmt: skip
"""The classes written in C of which it is known what an object has in it."""

ALL = frozenset({"*"})
UNSTEADY: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        "time secrets uuid os posix io pathlib socket subprocess select urllib http glob tempfile "
        "shutil fileinput getpass threading asyncio js pyodide multiprocessing concurrent signal "
        "ctypes locale importlib genericpath".split(),
        ALL,
    ),
    "datetime": frozenset({"now", "today", "utcnow"}),
    "sys": frozenset(
        "stdin _getframe getrecursionlimit getrefcount exc_info gettrace getprofile".split()
    ),
    "logging": frozenset({"getLogger"}),
    "random": frozenset({"SystemRandom"}),
    "builtins": frozenset(
        {"open", "input", "eval", "exec", "globals", "locals", "vars", "__import__"}
    ),
    "gc": ALL,
    "inspect": ALL,
    "numpy": frozenset({"random"}),
}
"""What answers differently each time, or sees what a walk does not: '*' is all of a module."""
DATED = frozenset({"datetime"})
"""Modules whose classes have such methods."""
BY_ANY_NAME = frozenset({"getattr", "hasattr", "__dict__"})
"""What asks for attributes by names that do not stand in the code."""
INSIDE = frozenset("__globals__ __closure__ cell_contents __subclasses__ __annotations__ __doc__ "
                   "__builtins__".split())
"""What is in functions and classes besides what a walk follows."""


def unsteady_in(module: str) -> frozenset[str]:
    """What of a module answers differently each time."""
    return UNSTEADY.get(module.partition(".")[0], frozenset())


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

    def kind(self, value: Any) -> None:
        """An object that may be given another class."""

    def answer(self, ask: Callable[[], Any]) -> None:
        """Nothing has changed while this answers the same."""

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
        self.names: set[str] = set()  # all that any code looks up
        self.by_any_name = False
        self.modules: list[tuple[ModuleType, set[str]]] = []  # and which of their names were met
        self.libraries: list[str] = []  # modules of which some names may be unsteady
        self.titled: list[Any] = []
        self.pending: list[tuple[Any, str]] = [(f, getattr(f, "__name__", "it"))]
        while self.pending:
            value, label = self.pending.pop()
            if not (type(value) in ATOMS or self._known(value)):
                if len(self.seen) > MOST_VALUES:
                    raise Unwatchable("The loss reads more values than can be watched for changes.")
                self._look(value, label)
            if not self.pending:
                self._look_into_modules()
        self._titles()

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
            return
        if isinstance(value, type):
            self._class(value)
            return
        is_own = not is_library(type(value).__module__)
        if is_own and _answers_for_itself(type(value)):
            raise _unwatchable(value, label)
        self._kind(value, label)
        if is_own:
            self._instance(value, label)

    def _kind(self, value: Any, label: str) -> None:
        """What a value has by what it is, of whichever class."""
        if isinstance(value, FunctionType):
            self._function(value)
        elif isinstance(value, MethodType):
            self._all((value.__func__, label), (value.__self__, label))
        elif isinstance(value, functools.partial):
            self._all((value.func, label), (value.args, label), (value.keywords, label))
            self._attributes(value, label)
        elif isinstance(value, ModuleType):
            self._module(value)
        elif not self._container(value, label):
            self._object(value, label)

    def _instance(self, value: Any, label: str) -> None:
        """What an object has as one of a learner's class."""
        self.watcher.kind(value)
        self._attributes(value, label)
        self._class(type(value))
        if any(map(_is_opaque, type(value).__mro__)):
            raise _unwatchable(value, label)

    def _all(self, *values: tuple[Any, str]) -> None:
        self.pending.extend(values)

    # Functions

    def _function(self, f: FunctionType) -> None:
        if is_library(f.__globals__.get("__name__")):
            self._library_function(f)
            return
        self.watcher.slots(f, ["__code__", "__defaults__", "__kwdefaults__"])
        code = f.__code__
        if inside := INSIDE & set(asked_for(code)):
            raise Unwatchable(f"The loss asks for `{min(inside)}`, where changes cannot be seen.")
        self.names.update(names_in(code))
        self.by_any_name = self.by_any_name or not BY_ANY_NAME.isdisjoint(self.names)
        self.catches = self.catches or has_opcode(code, HANDLER)
        self.titled.append(f)
        space = f.__globals__
        for name in set(named_by(code, LOOK_UPS)):
            self.watcher.name(space, name)
            if name in space:
                self._value(space[name], name)
                continue
            self.watcher.name(vars(builtins), name)
            if hasattr(builtins, name):
                self._steady("builtins", name)
        for name in set(named_by(code, IMPORTS)):
            self._import(name)
        for cell, name in zip(f.__closure__ or (), code.co_freevars, strict=True):
            self.watcher.cell(cell)
            if not _is_empty(cell):
                self._value(cell.cell_contents, name)
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
            if isinstance(value, FunctionType | MethodType | functools.partial | dict):
                self._all((value, f.__name__))

    def _value(self, value: Any, label: str) -> None:
        if isinstance(value, type) and value.__module__.partition(".")[0] in DATED:
            self.libraries.append(value.__module__)
        self._all((value, label))

    # Modules

    def _import(self, name: str) -> None:
        if is_library(name):
            self.libraries.append(name)
        else:
            self.watcher.name(sys.modules, name)
        if name in sys.modules:
            self._all((sys.modules[name], name))

    def _module(self, module: ModuleType) -> None:
        self.modules.append((module, set()))
        if module is decimal:
            self._decimals()

    def _look_into_modules(self) -> None:
        """The attributes of modules that any code names; more code may turn up by them."""
        for name in self.names:
            for library in self.libraries:
                if name in unsteady_in(library):
                    self._steady(library, name)
        for module, met in self.modules:
            space = vars(module)
            is_own = not is_library(module.__name__)
            names = self.names if not (is_own and self.by_any_name) else self.names | {
                name for name in space if not name.startswith("__")}
            for name in names - met:
                if name in space:
                    self._attribute_of(module, name)
                elif self.catches or self.by_any_name:
                    self.watcher.name(space, name)
            met |= names
        for name in (*self.libraries, *(module.__name__ for module, _met in self.modules)):
            self._steady(name, "")

    def _attribute_of(self, module: ModuleType, name: str) -> None:
        space, root = vars(module), module.__name__
        value = space[name]
        self.watcher.name(space, name)
        if not is_library(root):
            self._value(value, name)
            return
        self._steady(root, name)
        if isinstance(value, list | dict | set):
            self._all((value, f"{root}.{name}"))
        if isinstance(value, type):
            self._value(value, name)
        if isinstance(getattr(value, "__self__", None), random.Random):
            self._all((value.__self__, "random"))

    def _steady(self, module: str, name: str) -> None:
        """Raise Unwatchable for what answers differently each time."""
        if not unsteady_in(module).isdisjoint(("*", name)):
            called = name if module == "builtins" else f"{module}.{name}".rstrip(".")
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
            if isinstance(value, defaultdict):
                self.watcher.slots(value, ["default_factory"])
                self._all((value.default_factory, label))
        elif isinstance(value, bytearray):
            self.watcher.answer(lambda: bytes(value))
        elif isinstance(value, array):
            self.watcher.answer(lambda: (value.typecode, value.tobytes()))
        elif type(value).__module__ == "numpy" and hasattr(value, "tobytes"):
            if value.dtype.hasobject:
                raise _unwatchable(value, label)
            self.watcher.answer(lambda: (value.tobytes(), value.shape, value.dtype))
        else:
            return False
        return True

    def _object(self, value: Any, label: str) -> None:
        if isinstance(value, random.SystemRandom) or type(value).__module__.startswith("numpy.r"):
            raise Unwatchable("The loss draws random numbers, so each call is another one.")
        if isinstance(value, random.Random):
            self.watcher.source(value)
        elif isinstance(value, BuiltinFunctionType):
            self._builtin(value, label)
        elif _has(value, "cache_info"):
            raise Unwatchable(f"The loss calls `{label}`, which keeps what it answered in a cache.")
        elif _has(value, "__wrapped__"):
            self._all((value.__wrapped__, label))
        elif isinstance(value, PROPERTIES):
            for name in ("fget", "fset", "fdel", "func", "__func__"):
                self._all((getattr(value, name, None), label))
        elif isinstance(value, Iterator) or hasattr(type(value), "__next__"):
            raise Unwatchable(
                f"The loss takes from `{label}`, an iterator that is used up from call to call."
            )
        elif isinstance(value, decimal.Decimal):
            self._decimals()
        elif isinstance(value, GETTERS):
            self.by_any_name = True
            self._all((value.__reduce__(), label))
        elif isinstance(value, BaseException):
            self.watcher.slots(value, ["args"])
            self._all((value.args, label))
        elif is_ours(type(value).__module__):
            self._engine_object(value, label)
        elif isinstance(value, (SimpleNamespace, *METHODS)):
            self._attributes(value, label)
        elif is_library(type(value).__module__) and not _is_steady(value):
            raise _unwatchable(value, label)

    def _decimals(self) -> None:
        """Decimals are rounded as their context, which may change, has it."""
        if not self._known(decimal):
            self.watcher.answer(_rounding_of_decimals)

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
        inside = attribute(value, "__dict__", None)
        names = slots_of(type(value))
        if inside is None and not names and type(value).__module__ == "builtins":
            raise _unwatchable(value, label)
        if inside is not None:
            self._all((inside, label))
        if names:
            self.watcher.slots(value, names)
            self._all(*((attribute(value, name, None), f"{label}.{name}") for name in names))

    def _class(self, cls: type) -> None:
        """The classes that a learner wrote, with all that stands in them; and their own class."""
        self._all((type(cls), cls.__name__))
        if isinstance(cls, abc.ABCMeta) and not self._known(abc):
            self.watcher.answer(abc.get_cache_token)  # another one when a class is registered
        if cls is decimal.Decimal:
            self._decimals()
        for each in cls.__mro__:
            if is_library(each.__module__) or self._known(each, "class"):
                continue
            self.titled.append(each)
            self.watcher.slots(each, ["__bases__"])
            self.watcher.members(vars(each))
            for name, value in vars(each).items():
                if name != "_abc_impl" and (not name.startswith("__") or _is_own(value)):
                    self._all((value, f"{each.__name__}.{name}"))

    def _titles(self) -> None:
        """The names that functions and classes themselves have, if any code asks for them."""
        asked = sorted({"__name__", "__qualname__"} & self.names)
        if asked:
            for each in self.titled:
                self.watcher.slots(each, asked)


def _rounding_of_decimals() -> tuple[Any, ...]:
    context = decimal.getcontext()
    return context.prec, context.rounding, context.Emin, context.Emax, context.clamp


def _is_own(value: Any) -> bool:
    """Whether what a class has by a name such as `__call__` is the learner's, not Python's."""
    if isinstance(value, (FunctionType, *PROPERTIES)) or plain_copy(value) is not NOT_PLAIN:
        return True
    return not isinstance(value, type) and not is_library(type(value).__module__)


def _is_steady(value: Any) -> bool:
    """Whether an object of the standard library never changes."""
    if isinstance(value, FIXED) or type(value).__module__ in ("typing", "operator", "types"):
        return True
    is_c = type(value).__module__ in ("builtins", "_collections", "collections")
    return is_c and hasattr(type(value), "__get__")  # a descriptor, such as one for a slot


def _answers_for_itself(cls: type) -> bool:
    """Whether objects of a learner's class may say anything when they are asked what they are."""
    own = [vars(each) for each in cls.__mro__ if not is_library(each.__module__)]
    return any(not {"__getattribute__", "__class__"}.isdisjoint(each) for each in own)


def _is_opaque(cls: type) -> bool:
    """Whether objects of a class have something in them that only code in C can see."""
    if not is_library(cls.__module__) or cls is object or issubclass(cls, SEEN_THROUGH):
        return False
    written_in_c = (WrapperDescriptorType, MethodDescriptorType)
    return any(isinstance(v, written_in_c) and v.__objclass__ is cls for v in vars(cls).values())


def attribute(value: Any, name: str, default: Any) -> Any:
    """An attribute, as Python finds it where no code of the learner's has a say in that."""
    try:
        return object.__getattribute__(value, name)
    except AttributeError:
        return default


def is_library(module: str | None) -> bool:
    """Whether a module is one of Python's or ours, or numpy's."""
    if module is None or module == "__main__":
        return False
    root = module.partition(".")[0]
    return is_ours(module) or root in sys.stdlib_module_names or root == "numpy"


def slots_of(cls: type) -> list[str]:
    """The attributes of an object of this class that are in slots."""
    found: list[str] = []
    for each in cls.__mro__:
        slots = () if is_ours(each.__module__) else vars(each).get("__slots__", ())
        names = (slots,) if isinstance(slots, str) else tuple(slots)
        for name in names:
            if name.startswith("__") and not name.endswith("__"):
                name = f"_{each.__name__.lstrip('_')}{name}"
            if name not in ("__dict__", "__weakref__"):
                found.append(name)
    return found


def _has(value: object, name: str) -> bool:
    """Whether there is this attribute, without asking the value's own `__getattr__`."""
    return name in attribute(value, "__dict__", ()) or any(
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
