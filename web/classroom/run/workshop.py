"""Run a learner's code as a module of its own, and find the loss in it."""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from math import isfinite, nan
from types import CodeType, ModuleType
from typing import Any

from classroom.run.clean import CleanState
from classroom.run.console import Console, NoInput
from classroom.run.depth import limited_depth
from classroom.run.main_module import compiled, main_module, put_back
from classroom.words.faults import Problem
from py_engine import Node

LOSS_FILE = "loss.py"
MOST_PARAMETERS = 1000
Point = tuple[float, ...]


class Workshop:
    """Where learners' code runs: with its prints caught, its input refused, its damage undone."""

    def __init__(self, console: Console, clean: CleanState) -> None:
        self.console = console
        self.clean = clean
        self.modules: dict[str, ModuleType] = {}  # stand-ins that learners import

    @contextlib.contextmanager
    def open(self, *, quiet: bool = False) -> Iterator[None]:
        """While this is open, learners' code may run; afterwards our streams and builtins are back.

        With `quiet`, what it prints is dropped: a loss that is called 3,000 times printed once.
        """
        console, streams = self.console, (sys.stdin, sys.stdout, sys.stderr)
        was_muted, console.muted = console.muted, quiet or console.muted
        modules = {name: sys.modules.get(name) for name in self.modules}
        sys.stdin, sys.stdout, sys.stderr = NoInput(), console, console
        sys.modules.update(self.modules)
        try:
            with limited_depth():
                yield
        finally:
            self.clean.restore_builtins()
            for name, module in modules.items():
                put_back(name, module)
            sys.stdin, sys.stdout, sys.stderr = streams
            console.muted = was_muted

    def run(self, source: str, filename: str = LOSS_FILE) -> ModuleType:
        """Execute `source` in a fresh module: `__main__`, as a file of its own would be."""
        with self.open(), main_module(filename) as module:
            vars(module)["__builtins__"]["print"] = self.print
            exec(compiled(source, filename), vars(module))
        return module

    def print(self, *things: Any, **how: Any) -> None:
        """What learners call as `print`: what only the console gets to know, no code does.

        So a Node that is printed there is not read out, as it would be by its text.
        """
        if sys.stdout is self.console and how.get("file") in (None, self.console):
            things = tuple(each._text() if isinstance(each, Node) else each for each in things)
        print(*things, **how)


class Quiet:
    """A learner's function that prints nothing; looks like the function to whoever inspects it."""

    __slots__ = ("__code__", "__signature__", "__wrapped__", "_workshop")

    def __init__(self, loss: Loss) -> None:
        self.__wrapped__ = loss.plain if loss.keywords else loss.function
        self.__code__ = _code_of(loss.function)
        self.__signature__ = inspect.Signature(
            [inspect.Parameter(name, inspect.Parameter.POSITIONAL_ONLY) for name in loss.names])
        self._workshop = loss.workshop

    def __call__(self, *point: Any) -> Any:
        """Call the function, and give what it returns as it is."""
        with self._workshop.open(quiet=True):
            return self.__wrapped__(*point)


@dataclass
class Loss:
    """The learner's `loss`, to be called with one number (or Node) for each of its parameters."""

    function: Callable[..., Any]
    names: tuple[str, ...]
    start: Point
    line: int | None
    workshop: Workshop
    keywords: tuple[str, ...] = ()
    globals: dict[str, Any] = field(default_factory=dict, repr=False)

    @property
    def quiet(self) -> Quiet:
        """The function to be called quietly, as often as need be."""
        return Quiet(self)

    def plain(self, *point: Any) -> Any:
        """Call the learner's function and nothing else."""
        if not self.keywords:
            return self.function(*point)
        split = len(point) - len(self.keywords)
        return self.function(*point[:split], **dict(zip(self.keywords, point[split:], strict=True)))

    def value(self, point: Point) -> float:
        """The loss at a point; nan where it has none (it raises, or is not a real number).

        On plain floats, which is quickest; a loss that needs Nodes (it says `x.value`) gets them.
        """
        try:
            with self.workshop.open(quiet=True):
                try:
                    return number(self.plain(*point))
                except (AttributeError, TypeError):
                    # Recorded: the loss may take gradients within itself.
                    return number(self.plain(*map(Node, point)))
        except Exception:
            # Learners' code may raise anything where it has no value.
            return nan


def number(result: Any) -> float:
    """A float for what a loss returned, nan for what is no real number."""
    if isinstance(result, Node):
        return float(result.value)
    try:
        return float(result) if not isinstance(result, str | bytes) else nan
    except (TypeError, ValueError, OverflowError):
        return nan


def find_loss(module: ModuleType, workshop: Workshop) -> Loss:
    """Read `loss` and its parameters from an executed module; raises Problem for what is wrong."""
    names = vars(module)
    if "loss" not in names:
        raise _no_loss(names)
    function = names["loss"]
    if not callable(function):
        raise Problem(f"`loss` is {a(function)} here, not a function.",
                      "Define it as a function: `def loss(x=0.3, y=0.3):`, which returns a number.")
    line = _line_of(function)
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        raise Problem("Python cannot tell which parameters `loss` has.",
                      "Define it with `def loss(x=0.3, y=0.3):`.", line) from None
    if not parameters:
        raise Problem("`loss` has no parameters, so there is nothing to differentiate by.",
                      "Name what may change, with its start: `def loss(x=0.3, y=0.3):`.", line)
    if len(parameters) > MOST_PARAMETERS:
        raise Problem(f"`loss` has {len(parameters):,} parameters, and at most {MOST_PARAMETERS:,} "
                      "can be shown.", "Try it with fewer first: a smaller model, say.", line)
    start = tuple(_start(parameter, line) for parameter in parameters)
    keywords = tuple(p.name for p in parameters if p.kind is p.KEYWORD_ONLY)
    return Loss(function, tuple(p.name for p in parameters), start, line, workshop, keywords, names)


def _no_loss(names: dict[str, Any]) -> Problem:
    functions = {name: value for name, value in names.items()
                 if inspect.isfunction(value) and value.__code__.co_filename == LOSS_FILE}
    if len(functions) == 1:
        name, function = functions.popitem()
        return Problem(f"There is no function called `loss`; yours is called `{name}`.",
                       f"Rename it: `def loss{inspect.signature(function)}:`.", _line_of(function))
    return Problem("Your code does not define a function called `loss`.",
                   "Write `def loss(x=0.3, y=0.3):`, and return one number from it.")


def _start(parameter: inspect.Parameter, line: int | None) -> float:
    name, default = parameter.name, parameter.default
    if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
        stars = "*" if parameter.kind is parameter.VAR_POSITIONAL else "**"
        raise Problem(f"`loss` takes `{stars}{name}`, so the number of its parameters is open.",
                      "Name each parameter and give it a start: `def loss(x=0.3, y=0.3):`.", line)
    if default is parameter.empty:
        raise Problem(f"The parameter `{name}` of `loss` has no start.",
                      f"Give it a number to begin at: `{name}=0.3`.", line)
    if isinstance(default, Node):
        raise Problem(f"The start of `{name}` is a Node.",
                      f"Write the number alone, `{name}={default.value!r}`: "
                      "the Node is made for each evaluation.", line)
    start = nan if isinstance(default, complex | str) else number(default)
    if not isfinite(start):
        shown = repr(default) if isinstance(default, float | str | complex) else a(default)
        raise Problem(f"The start of `{name}` is {shown}, not a finite number.",
                      f"A parameter is one number, such as `{name}=0.3`. "
                      "Data is better kept outside `loss`, in a variable of the module.", line)
    return start


def check_value(result: Any, loss: Loss) -> None:
    """Refuse what is not one real number; raises Problem, in words about what came back."""
    if isinstance(result, Node) or _is_real(result):
        return
    what, hint = _returned(result, loss.function)
    raise Problem(f"`loss` returned {what}, not one number.", hint, loss.line)


def _is_real(result: Any) -> bool:
    if isinstance(result, complex | str | bytes):
        return False
    return hasattr(result, "__float__")


def _returned(result: Any, function: Callable[..., Any]) -> tuple[str, str]:
    if result is None:
        has_return = "return" in _source(function)
        return "nothing (None)", ("Each way through `loss` must reach a `return` with the value."
                                  if has_return else "End it with `return` and the value.")
    if isinstance(result, str):
        return f"a text, {result[:40]!r}", "Return the number itself, without quotes or str()."
    if isinstance(result, complex):
        return f"a complex number, {result!r}", (
            "A power of a negative number is complex; keep its base at 0 or above, "
            "with abs() or maximum().")
    if inspect.isgenerator(result):
        return "a generator", "Return `mean(...)` of it, or use `return` in place of `yield`."
    if inspect.iscoroutine(result):
        result.close()
        return "a coroutine", "Define it with `def loss`, without `async`."
    if callable(result):
        name = getattr(result, "__name__", "it")
        return f"the function `{name}` itself", f"Call it, with brackets: `{name}(...)`."
    if isinstance(result, list | tuple | set | dict):
        return f"{a(result)} of {len(result):,}", (
            "Return one number for all: their `mean(...)` or `total(...)`.")
    return a(result), "Return one number: a Node, or a float."


def _source(function: Callable[..., Any]) -> str:
    try:
        return inspect.getsource(function)
    except (OSError, TypeError):
        return ""


def _code_of(function: Any) -> CodeType | None:
    """What runs when it is called, under decorators and partial(); None where that is no Python."""
    inner = inspect.unwrap(function)
    while isinstance(inner, functools.partial):
        inner = inner.func
    code = getattr(inner, "__code__", None) or getattr(type(inner).__call__, "__code__", None)
    return code if isinstance(code, CodeType) else None


def _line_of(function: Any) -> int | None:
    code = _code_of(function)
    return code.co_firstlineno if code is not None and code.co_filename == LOSS_FILE else None


def a(value: object) -> str:
    """The type of a value with its article: 'a list', 'an int'."""
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"
