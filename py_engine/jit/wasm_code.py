"""WebAssembly code: a program as a module of some hundred bytes.

The module imports from "math" what the instruction set lacks, and exports

    memory
    value(p0, p1, ...) -> f64                the loss
    value_and_gradient(p0, p1, ...) -> f64   the same, and leaves the gradient in memory
    gradient(k) -> f64                       reads number k of that gradient
    status() -> i32                          0, or 1 if the last call failed a guard (value: nan)
    batch(x, y, xs, width, ys, height, values, marks) -> i32

`batch` fills a grid, row by row: parameters number x and y (y = -1: none) take the numbers at xs
and ys, the others those at `point`; `values` receives the losses, `marks` one byte each, 1 where a
guard failed, and their number is returned. xs, ys, values and marks are addresses, free from
`scratch` on. Where Python would raise an error, the value is nan or infinite.
"""

from __future__ import annotations

import math
from array import array
from dataclasses import dataclass
from typing import Any

from ..formulas import NAMES
from ..primitives import BUILT_IN, PRIMITIVES
from .expressions import (
    ZERO,
    Add,
    AddAt,
    Clear,
    Expression,
    Finite,
    For,
    Kernel,
    Raises,
    Require,
    Set,
    Statement,
    Store,
    statements_in,
    target_of,
)
from .links import Index, Linked
from .lower import lower
from .rules import lowered, raises
from .wasm_module import Function, Instruction, Module

STATUS = 0
GRADIENT = 8
MOST_INPUTS = 1000
MOST_LOCALS = 40_000
UNARY = {"sqrt", "abs", "neg", "floor", "ceil", "trunc", "nearest"}
BINARY = {"add", "sub", "mul", "div", "min", "max"}
IMPORTS = {
    name: len(primitive.derivatives)
    for name, primitive in PRIMITIVES.items()
    if primitive.value is getattr(math, name, None)
    and primitive.formula is None
    and name not in UNARY
} | {"pow": 2, "fmod": 2}
"""The functions that the instruction set lacks, which are Python's own, with their operands."""


class NotCompilable(Exception):
    """There is no module for this program. The message says why, in one sentence."""


@dataclass(frozen=True)
class WasmCode:
    """A module, and what its host must know. All addresses are in bytes.

    `columns` belong at `columns_at`, once, before the first call.
    """

    module: Module
    wasm: bytes
    imports: tuple[str, ...]
    names: tuple[str, ...]
    gradient: int
    point: int
    columns_at: int
    columns: array[float]
    scratch: int

    @property
    def text(self) -> str:
        """The module in WebAssembly's text format."""
        return self.module.text()

    def abi(self) -> dict[str, Any]:
        """The same as plain data, without the module and the columns."""
        return {
            "parameters": list(self.names),
            "imports": list(self.imports),
            "status": STATUS,
            "gradient": self.gradient,
            "point": self.point,
            "columns": self.columns_at,
            "scratch": self.scratch,
            "exports": "memory value value_and_gradient gradient status batch".split(),
        }


def wasm_code(linked: Linked) -> WasmCode:
    """Compile. Raises NotCompilable."""
    return code_of(linked, lower(linked, gradient=True, wasm=True))


def code_of(linked: Linked, both: Kernel) -> WasmCode:
    """The module whose `value_and_gradient` is this kernel. Raises NotCompilable."""
    names = both.inputs
    if len(names) > MOST_INPUTS:
        raise NotCompilable(f"WebAssembly functions take at most {MOST_INPUTS} parameters.")
    value = lower(linked, gradient=False, wasm=True)
    value.inputs = names
    layout = _Layout(len(names), len(both.gradient or ()), [value, both])
    kernels = {"value": value, "value_and_gradient": both}
    writers = [_Writer(name, kernel, layout) for name, kernel in kernels.items()]
    functions = [writer.write() for writer in writers]
    imports = sorted({name for writer in writers for name in writer.imports})
    module = Module(
        {name: IMPORTS[name] for name in imports},
        [*functions, *_readers(), _batch(len(names), layout.places["p"])],
        layout.end,
    )
    columns = array("d", (x for values in layout.columns.values() for x in values))
    return WasmCode(
        module, module.encode(), tuple(imports), names, GRADIENT, layout.places["p"],
        layout.columns_at, columns, layout.end,
    )


class _Layout:
    """Where in memory things are: status, gradient, point, columns, and then the arrays."""

    def __init__(self, inputs: int, outputs: int, kernels: list[Kernel]) -> None:
        self.places = {"p": GRADIENT + 8 * outputs}
        self.sizes = {"p": inputs}
        self.end = self.columns_at = self.places["p"] + 8 * inputs
        self.columns: dict[str, tuple[float, ...]] = {}
        for kernel in kernels:
            self.columns.update(kernel.columns)
        for name, values in self.columns.items():
            self._place(name, len(values))
        for kernel in kernels:
            for name, size in kernel.arrays.items():
                self._place(name, size)

    def _place(self, name: str, size: int) -> None:
        if name not in self.places:
            self.places[name], self.sizes[name] = self.end, size
            self.end += 8 * size


class _Writer:
    """Writes one kernel as a function. Loop counters are offsets in bytes: 0, 8, 16, ..."""

    def __init__(self, name: str, kernel: Kernel, layout: _Layout) -> None:
        self.kernel = kernel
        self.layout = layout
        self.imports: set[str] = set()
        self.counters: dict[Any, str] = {}
        self.loops = 0
        parameters = {f"x{k}": "f64" for k in range(len(kernel.inputs))}
        self.function = Function(name, parameters, "f64")
        self.code: list[Instruction] = self.function.body
        self.temporaries = 0

    def write(self) -> Function:
        variables = {t for s in statements_in(self.kernel.body)
                     if isinstance(s, Set | Add) and (t := target_of(s)) is not None}
        for variable in sorted(variables):
            self.function.locals[variable] = "f64"
        self._status(0)
        if "p" in self.kernel.arrays:
            for k in range(self.kernel.arrays["p"]):
                self.code += [("i32.const", 0), ("local.get", f"x{k}"),
                              ("f64.store", self.layout.places["p"] + 8 * k)]
        checks = not self.kernel.catches and any(
            isinstance(s, Finite) for s in statements_in(self.kernel.body)
        )
        if checks:
            self.function.locals["check"] = "f64"
        self._statements(self.kernel.body)
        for k, gradient in enumerate(self.kernel.gradient or []):
            self.code.append(("i32.const", 0))
            self.push(gradient)
            self.code.append(("f64.store", GRADIENT + 8 * k))
        self.push(self.kernel.value)
        if checks:
            self.code += [("local.get", "check"), ("f64.add",)]
        if len(self.function.locals) > MOST_LOCALS:
            raise NotCompilable("The computation has too many different steps for WebAssembly.")
        return self.function

    def _status(self, status: int) -> None:
        self.code += [("i32.const", 0), ("i32.const", status), ("i32.store", STATUS)]

    def _statements(self, body: list[Statement]) -> None:
        for statement in body:
            self._statement(statement)

    def _statement(self, statement: Statement) -> None:
        match statement:
            case Set(name, value):
                self.push(value)
                self.code.append(("local.set", name))
            case Add(name, value, sign):
                self.code.append(("local.get", name))
                self.push(value)
                self.code += [("f64.add",) if sign > 0 else ("f64.sub",), ("local.set", name)]
            case Store(array_name, index, value):
                self._address(array_name, index)
                self.push(value)
                self.code.append(("f64.store", self._offset(array_name, index)))
            case AddAt(array_name, index, value, sign):
                self._address(array_name, index)
                self.push(("load", array_name, index))
                self.push(value)
                self.code += [("f64.add",) if sign > 0 else ("f64.sub",),
                              ("f64.store", self._offset(array_name, index))]
            case Clear(array_name):
                self.code += [
                    ("i32.const", self.layout.places[array_name]), ("i32.const", 0),
                    ("i32.const", 8 * self.layout.sizes[array_name]), ("memory.fill",),
                ]
            case Require():
                self._require(statement)
            case Raises(op, operands, error):
                self._require(Require("eq", raises(op, error, operands), 1.0, True))
            case Finite(value) if self.kernel.catches:
                self._require(Require("eq", ("sub", value, value), 0.0, True))
            case Finite(value):
                self._check(value)
            case For():
                self._loop(statement)

    def _require(self, guard: Require) -> None:
        self.push(guard.left)
        self.push(guard.right)
        self.code.append((f"f64.{guard.test}",))
        if guard.outcome:
            self.code.append(("i32.eqz",))
        self.code.append(("if",))
        self._status(1)
        self.code += [("f64.const", math.nan), ("return",), ("end",)]

    def _check(self, value: Expression) -> None:
        """x - x is 0 for a finite x, else nan; the sum remembers a nan."""
        name = self._temporary(value)
        self.code += [("local.get", "check"), ("local.get", name), ("local.get", name),
                      ("f64.sub",), ("f64.add",), ("local.set", "check")]

    def _loop(self, loop: For) -> None:
        self.loops += 1
        counter = self.counters[loop.loop] = f"i{self.loops}"
        self.function.locals[counter] = "i32"
        last = 8 * (loop.loop.count - 1)
        self.code += [("i32.const", last if loop.reverse else 0), ("local.set", counter),
                      ("loop",)]
        self._statements(loop.body)
        self.code += [("local.get", counter), ("i32.const", -8 if loop.reverse else 8),
                      ("i32.add",), ("local.tee", counter)]
        if loop.reverse:
            self.code += [("i32.const", 0), ("i32.ge_s",)]
        else:
            self.code += [("i32.const", 8 * loop.loop.count), ("i32.lt_s",)]
        self.code += [("br_if", 0), ("end",)]
        del self.counters[loop.loop]

    def _offset(self, name: str, index: Index) -> int:
        """The part of an element's address that is added without wrapping around."""
        return 0 if _descends(index) else self.layout.places[name] + 8 * index.constant

    def _address(self, name: str, index: Index) -> None:
        """The part of an element's address that the loops' counters make up.

        As an address it must not be negative: where the index counts down, it is all in there.
        """
        start = self.layout.places[name] + 8 * index.constant if _descends(index) else 0
        if start or not index.terms:
            self.code.append(("i32.const", start))
        for number, (loop, factor) in enumerate(index.terms):
            self.code.append(("local.get", self.counters[loop]))
            if factor != 1:
                self.code += [("i32.const", factor), ("i32.mul",)]
            if number or start:
                self.code.append(("i32.add",))

    def _temporary(self, value: Expression) -> str:
        """The name of a local that holds the value."""
        if isinstance(value, str):
            return value
        self.temporaries += 1
        name = f"t{self.temporaries}"
        self.function.locals[name] = "f64"
        self.push(value)
        self.code.append(("local.set", name))
        return name

    def push(self, expression: Expression) -> None:
        """Leave the value of an expression on the stack."""
        if isinstance(expression, float):
            self.code.append(("f64.const", expression))
        elif isinstance(expression, str):
            self.code.append(("local.get", expression))
        elif expression == ZERO:
            self.code.append(("f64.const", 0.0))
        elif expression[0] == "load":
            self._address(expression[1], expression[2])
            self.code.append(("f64.load", self._offset(expression[1], expression[2])))
        else:
            self._operation(expression[0], expression[1:])

    def _operation(self, op: str, arguments: tuple[Any, ...]) -> None:
        if op == "if":
            test, left, right, then, otherwise = arguments
            for argument in (then, otherwise, left, right):
                self.push(argument)
            self.code += [(f"f64.{test}",), ("select",)]
        elif op in UNARY or op in BINARY:
            for argument in arguments:
                self.push(argument)
            self.code.append((f"f64.{op}",))
        elif op in IMPORTS:
            self.imports.add(op)
            for argument in arguments:
                self.push(argument)
            self.code.append(("call", op))
        elif op in COMPOSED:
            self.push(COMPOSED[op](*(self._atom(a) for a in arguments)))
        elif op in BUILT_IN and PRIMITIVES[op].formula is not None:
            atoms = dict(zip(NAMES, map(self._atom, arguments), strict=False))
            self.push(lowered(PRIMITIVES[op].formula, atoms))
        elif op in BUILT_IN:
            raise NotCompilable(f"WebAssembly has no instruction for {op}.")
        else:
            name = arguments[0] if op == "slope" else op
            raise NotCompilable(
                f"{name} is a primitive of your own, written in Python: a call from WebAssembly "
                "and back would take longer than generated Python does."
            )

    def _atom(self, argument: Expression) -> Expression:
        """The argument in a form that may be repeated at no cost."""
        return argument if isinstance(argument, float) else self._temporary(argument)


def _descends(index: Index) -> bool:
    return any(factor < 0 for _loop, factor in index.terms)


def _where(test: str, a: Expression, b: Expression, then: Expression, other: Expression) -> Any:
    return ("if", test, a, b, then, other)


def _round(x: Expression, digits: Expression = 0.0) -> Expression:
    if digits != 0.0:
        raise NotCompilable("WebAssembly has no instruction for rounding to decimal places.")
    return ("nearest", x)


def _mod(a: Expression, b: Expression) -> Expression:
    rest = ("fmod", a, b)
    return _where("lt", ("mul", rest, ("sign", b)), 0.0, ("add", rest, b), rest)


def _floordiv(a: Expression, b: Expression) -> Expression:
    exact = ("div", ("sub", a, ("mod", a, b)), b)
    return ("nearest", exact)


COMPOSED: dict[str, Any] = {
    "maximum": lambda a, b: ("max", a, b),
    "minimum": lambda a, b: ("min", a, b),
    "round": _round,
    "mod": _mod,
    "floordiv": _floordiv,
}
"""What has no formula of its own: instructions, and what Python does to signs."""


def _readers() -> list[Function]:
    return [
        Function("gradient", {"k": "i32"}, "f64", {}, [
            ("local.get", "k"), ("i32.const", 8), ("i32.mul",), ("f64.load", GRADIENT),
        ]),
        Function("status", {}, "i32", {}, [("i32.const", 0), ("i32.load", STATUS)]),
    ]


def _batch(inputs: int, point: int) -> Function:
    parameters = dict.fromkeys("x y xs width ys height values marks".split(), "i32")
    body: list[Instruction] = [("loop",)]
    body += [("local.get", "y"), ("i32.const", 0), ("i32.ge_s",), ("if",)]
    body += _set_point("y", "ys", "row", point)
    body += [("end",), ("i32.const", 0), ("local.set", "column"), ("loop",)]
    body += _set_point("x", "xs", "column", point)
    body.append(("local.get", "values"))
    for k in range(inputs):
        body += [("i32.const", 0), ("f64.load", point + 8 * k)]
    body += [("call", "value"), ("f64.store", 0)]
    body += [("local.get", "marks"), ("i32.const", 0), ("i32.load", STATUS), ("i32.store8", 0)]
    body += [("i32.const", 0), ("i32.load", STATUS), *_advance("failed")]
    body += [("i32.const", 8), *_advance("values"), ("i32.const", 1), *_advance("marks")]
    body += [("i32.const", 1), *_advance("column"), *_again("column", "width"), ("end",)]
    body += [("i32.const", 1), *_advance("row"), *_again("row", "height"), ("end",)]
    body.append(("local.get", "failed"))
    counters = dict.fromkeys(("row", "column", "failed"), "i32")
    return Function("batch", parameters, "i32", counters, body)


def _set_point(which: str, numbers: str, index: str, point: int) -> list[Instruction]:
    return [
        ("local.get", which), ("i32.const", 8), ("i32.mul",),
        ("local.get", numbers), ("local.get", index), ("i32.const", 8), ("i32.mul",),
        ("i32.add",), ("f64.load", 0), ("f64.store", point),
    ]


def _advance(variable: str) -> list[Instruction]:
    return [("local.get", variable), ("i32.add",), ("local.set", variable)]


def _again(counter: str, end: str) -> list[Instruction]:
    return [("local.get", counter), ("local.get", end), ("i32.lt_s",), ("br_if", 0)]
