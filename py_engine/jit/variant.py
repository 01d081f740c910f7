"""Variant: one trace of a loss, compiled. A loss with an `if` has several."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from math import isfinite, nan
from typing import Any

from .fuse import fuse
from .host import Instance, Instantiate
from .links import Linked, Unsupported, rollings
from .program import Program
from .python_code import compile_python, python_source
from .roll import Rolled
from .wasm_code import NotCompilable, WasmCode, wasm_code

MOST_STEPS = 4000
Result = tuple[float, tuple[float, ...]]


class Mismatch(Exception):
    """A guard failed: at this point, the loss takes another way."""


class NotFinite(Exception):
    """The result is not a finite number, or Python raised an error on the way to it."""


def build(program: Program) -> Linked:
    """Roll, link and fuse: as deeply nested as can be linked. Raises NotCompilable."""
    return next(builds(program))


def builds(program: Program) -> Iterator[Linked]:
    """The same for each depth of nesting, the deepest first. Raises NotCompilable."""
    if program.escaped is not None:
        raise NotCompilable(program.escaped)
    for _, linked in rollings(program, MOST_STEPS):
        if linked is None:
            break
        yield fuse(linked)
    raise NotCompilable(
        f"The computation has {program.size} operations and no repetition that makes "
        f"them fewer than {MOST_STEPS}: compiling it would cost more than it saves."
    )


class Variant:
    """One trace, compiled to Python, and to WebAssembly if there is a host for it.

    `point` is where it was traced; `proved`, whether it has been compared with the engine beside
    that point. `unsound` counts the ways of rolling that the compiler got wrong and noticed.
    """

    point: tuple[float, ...] = ()
    proved = False

    def __init__(self, program: Program, instantiate: Instantiate | None) -> None:
        self.program = program
        self.instance: Instance | None = None
        self.reason: str | None = None
        self.outputs = range(len(program.names))
        self.unsound = 0
        for self.linked in builds(program):
            try:
                self._compile(instantiate)
                break
            except Unsupported:  # not soundly, as deeply nested as this
                self.unsound += 1
                for name in ("code", "_python"):
                    self.__dict__.pop(name, None)

    def _compile(self, instantiate: Instantiate | None) -> None:
        """To what will be used. Raises NotCompilable and Unsupported."""
        if instantiate is None:
            self.reason = "There is no WebAssembly here."
            _ = self._python
            return
        try:
            code = self.code
            self.instance = instance = instantiate(code.wasm, code.imports)
        except NotCompilable as refusal:
            self.reason = str(refusal)
            _ = self._python
            return
        # Looked up once: in Pyodide that costs more than the call.
        self.both, self.element = instance.value_and_gradient, instance.gradient
        if code.columns:
            self.instance.write(code.columns_at, code.columns)

    @property
    def rolled(self) -> Rolled:
        return self.linked.rolled

    @cached_property
    def code(self) -> WasmCode:
        """The WebAssembly module. Raises NotCompilable."""
        return wasm_code(self.linked)

    @cached_property
    def _python(self) -> tuple[str, dict[str, Any]]:
        return python_source(self.linked)

    @property
    def source(self) -> str:
        return self._python[0]

    @cached_property
    def functions(self) -> dict[str, Callable[..., Any]]:
        return compile_python(*self._python)

    def value_and_gradient(self, point: Sequence[float]) -> Result:
        """Raises Mismatch and NotFinite."""
        instance = self.instance
        if instance is None:
            return self._replay(point)
        value = float(self.both(*point))  # a whole number comes out of JavaScript as an int
        if len(self.outputs) <= 8:
            gradient = tuple(map(float, map(self.element, self.outputs)))
        else:
            gradient = tuple(instance.read(self.code.gradient, len(self.outputs)))
        if isfinite(sum(gradient, value)):  # then each of them is
            return value, gradient
        if value != value and instance.status():
            raise Mismatch
        return _checked(value, gradient)

    def _replay(self, point: Sequence[float]) -> Result:
        try:
            result = self.functions["value_and_gradient"](*point)
        except (ArithmeticError, ValueError, TypeError) as error:
            raise self._raised() from error
        if result is None:
            raise Mismatch
        return _checked(*result)

    def _raised(self) -> Exception:
        """What an error in compiled code means: that of the loss, or another way through it."""
        return Mismatch() if self.program.catches else NotFinite()

    def value(self, point: Sequence[float]) -> float:
        """The loss alone. Raises Mismatch and NotFinite."""
        if self.instance is not None:
            value = float(self.instance.value(*point))
            if value != value and self.instance.status():
                raise Mismatch
            return _checked(value, ())[0]
        try:
            result = self.functions["value"](*point)
        except (ArithmeticError, ValueError, TypeError) as error:
            raise self._raised() from error
        if result is None:
            raise Mismatch
        return _checked(result, ())[0]

    def grid(
        self, held: Sequence[float], x: int, y: int | None, xs: array[float], ys: array[float]
    ) -> tuple[array[float], list[int]]:
        """The loss over a grid, and the cells where a guard failed."""
        if self.instance is None:
            return self._grid_by_hand(held, x, y, xs, ys)
        instance, code = self.instance, self.code
        count = len(xs) * len(ys)
        at_ys = code.scratch + 8 * len(xs)
        at_values = at_ys + 8 * len(ys)
        at_marks = at_values + 8 * count
        instance.write(code.point, array("d", held))
        instance.write(code.scratch, xs)
        instance.write(at_ys, ys)
        instance.write(at_marks, array("d", bytes(8 * (count // 8 + 1))))
        failed = instance.batch(
            x, -1 if y is None else y, code.scratch, len(xs), at_ys, len(ys), at_values, at_marks
        )
        values = instance.read(at_values, count)
        if not failed:
            return values, []
        marks = instance.read_bytes(at_marks, count)
        return values, [cell for cell, mark in enumerate(marks) if mark]

    def _grid_by_hand(
        self, held: Sequence[float], x: int, y: int | None, xs: array[float], ys: array[float]
    ) -> tuple[array[float], list[int]]:
        point, values, failed = list(held), array("d"), []
        for below in ys:
            if y is not None:
                point[y] = below
            for point[x] in xs:
                try:
                    values.append(self.value(point))
                except NotFinite:
                    values.append(nan)
                except Mismatch:
                    failed.append(len(values))
                    values.append(nan)
        return values, failed


def _checked(value: float, gradient: tuple[float, ...]) -> Result:
    if type(value) is float and isfinite(value) and all(map(isfinite, gradient)):
        return value, gradient
    raise NotFinite
