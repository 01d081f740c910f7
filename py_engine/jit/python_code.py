"""Python code: a kernel as a function of plain floats, for reading and for running.

This is the loss, and its gradients, as one would write them by hand. It runs in any Python, and
raises what the loss itself would raise; where a branch would go the other way, it returns None.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from ..float_functions import real_power
from ..primitives import VALUES, Primitive
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
    expressions_of,
    statements_in,
    target_of,
)
from .inlining import inline
from .links import Index, Linked
from .lower import lower
from .naming import Names

SYMBOLS = {"add": "+", "sub": "-", "mul": "*", "div": "/", "floordiv": "//", "mod": "%"}
STRENGTH = {"add": 1, "sub": 1, "mul": 2, "div": 2, "floordiv": 2, "mod": 2, "neg": 3}
COMPARISONS = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}
ATOM = 4


def python_source(linked: Linked) -> tuple[str, dict[str, Any]]:
    """The source of `value` and `value_and_gradient`, and the names that it needs."""
    return source_of(linked, {
        "value": lower(linked, gradient=False, wasm=False),
        "value_and_gradient": lower(linked, gradient=True, wasm=False),
    })


def source_of(linked: Linked, kernels: Mapping[str, Kernel]) -> tuple[str, dict[str, Any]]:
    """The source of a function for each of these kernels, and the names that it needs."""
    names = Names(linked)
    namespace: dict[str, Any] = {}
    functions = []
    for name, kernel in kernels.items():
        inline(kernel, names.is_learners)
        names.learn(kernel)
        printer = _Printer(kernel, names)
        functions.append(printer.function(name))
        for column, values in kernel.columns.items():
            namespace[names.of(column)] = list(values)
        namespace.update(_functions(printer.used, linked.rolled.program.primitives))
    return "\n\n".join(functions), namespace


def compile_python(source: str, namespace: dict[str, Any]) -> dict[str, Callable[..., Any]]:
    """The functions that the source defines, among all other names."""
    exec(compile(source, "<replay>", "exec"), namespace)
    return namespace


def identifier(op: str) -> str:
    """A name for a primitive; the learner's own may be called anything."""
    return op if op.isidentifier() else "own_" + "".join(c if c.isalnum() else "_" for c in op)


def _functions(used: set[str], custom: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in used:
        if name in custom:
            primitive: Primitive = custom[name]
            found[identifier(name)] = primitive.value
            found[f"slopes_of_{identifier(name)}"] = partial(
                primitive.local_gradients, math.nan  # one's own need no value
            )
        elif name in VALUES:
            found[name] = VALUES[name]
        elif name == "real_power":
            found[name] = real_power
        elif hasattr(math, name):
            found[name] = getattr(math, name)
    return found


class _Printer:
    def __init__(self, kernel: Kernel, names: Names) -> None:
        self.kernel = kernel
        self._sizes = kernel.arrays | {c: len(values) for c, values in kernel.columns.items()}
        self.names = names
        self.used: set[str] = set()
        self.lines: list[str] = []
        self.counters: dict[Any, str] = {}
        self.zipped: dict[Expression, str] = {}

    def function(self, name: str) -> str:
        inputs = [self.names.of(f"x{k}") for k in range(len(self.kernel.inputs))]
        self.lines = [f"def {name}({', '.join(inputs)}):"]
        for array, size in self.kernel.arrays.items():
            start = f"[{', '.join(inputs[:size])}]" if array == "p" else f"[0.0] * {size}"
            self._line(f"{self.names.of(array)} = {start}", 1)
        self._statements(self.kernel.body, 1)
        result = self.expression(self.kernel.value)
        if self.kernel.gradient is not None:
            gradient = "".join(f"{self.expression(g)}, " for g in self.kernel.gradient)
            is_one = len(self.kernel.gradient) == 1
            result += f", ({gradient.rstrip() if is_one else gradient.rstrip(', ')})"
        self._line(f"return {result}", 1)
        return "\n".join(self.lines) + "\n"

    def _line(self, text: str, depth: int) -> None:
        self.lines.append("    " * depth + text)

    def _statements(self, body: list[Statement], depth: int) -> None:
        for statement in body:
            self._statement(statement, depth)

    def _statement(self, statement: Statement, depth: int) -> None:
        match statement:
            case Set(name, value):
                self._line(f"{self.names.of(name)} = {self.expression(value)}", depth)
            case Add(name, value, sign):
                operator = "+=" if sign > 0 else "-="
                self._line(f"{self.names.of(name)} {operator} {self.expression(value)}", depth)
            case Store(array, index, value):
                self._line(f"{self._element(array, index)} = {self.expression(value)}", depth)
            case AddAt(array, index, value, sign):
                operator = "+=" if sign > 0 else "-="
                self._line(
                    f"{self._element(array, index)} {operator} {self.expression(value)}", depth
                )
            case Clear(array):
                if depth > 1:
                    size = self.kernel.arrays[array]
                    self._line(f"{self.names.of(array)} = [0.0] * {size}", depth)
            case Require():
                self._require(statement, depth)
            case Raises():
                self._raises(statement, depth)
            case For():
                self._loop(statement, depth)
            case Finite(value):
                if not isinstance(value, str):  # whose value nobody uses; but it may raise an error
                    self._line(self.expression(value), depth)

    def _require(self, guard: Require, depth: int) -> None:
        sides = f"{self.expression(guard.left, 1)} {COMPARISONS[guard.test]} "
        sides += self.expression(guard.right, 1)
        self._line(f"if not {sides}:" if guard.outcome else f"if {sides}:", depth)
        self._line("return None", depth + 1)

    def _raises(self, guard: Raises, depth: int) -> None:
        op = "real_power" if guard.op == "pow" else guard.op
        error = "ValueError" if guard.error == "DomainError" else guard.error
        self._line("try:", depth)
        self._line(self.expression((op, *guard.operands)), depth + 1)
        self._line(f"except {error}:", depth)
        self._line("pass", depth + 1)
        self._line("else:", depth)
        self._line("return None", depth + 1)

    def _loop(self, loop: For, depth: int) -> None:
        counter = "ijklmnop"[len(self.counters) % 8] * (1 + len(self.counters) // 8)
        while counter in self.names.taken:
            counter += "_"
        self.counters[loop.loop] = counter
        arrays = [] if loop.reverse else self._walked(loop)
        elements = []
        for array, load in arrays:
            element = self.names.elements.get(array) or f"{self.names.of(array)}_{counter}"
            if element in self.zipped.values():  # a loop around this one walks there too
                element = self.names.free(f"{element.removesuffix('_i')}_{counter}")
            self.zipped[load] = element
            elements.append(element)
        place = len(self.lines)
        self._statements(loop.body, depth + 1)
        counts = any(_mentions(line, counter) for line in self.lines[place:])
        header = _header(
            counter, elements, [self.names.of(a) for a, _ in arrays], counts, loop
        )
        if len(self.lines) > place:  # what computed nothing new needs no loop
            self.lines.insert(place, "    " * depth + header)
        for _, load in arrays:
            del self.zipped[load]
        del self.counters[loop.loop]

    def _walked(self, loop: For) -> list[tuple[str, Expression]]:
        """The arrays that the loop only reads, element by element, from their first to their last.

        One that is longer would let a `for` go on for too long, or stop another one in `zip`.
        """
        count = loop.loop.count
        inner = list(statements_in(loop.body))
        written = {target_of(statement) for statement in inner}
        index = Index(0, ((loop.loop, 1),))
        found: dict[str, Expression] = {}
        for statement in inner:
            for expression in expressions_of(statement):
                for array, place in _loads(expression):
                    if place == index and array not in written and self._sizes[array] == count:
                        found[array] = ("load", array, place)
        return list(found.items())

    def _element(self, array: str, index: Index) -> str:
        terms = [
            self.counters[loop] if factor == 1 else f"{self.counters[loop]} * {factor}"
            for loop, factor in index.terms
        ]
        if index.constant or not terms:
            terms.append(str(index.constant))
        return f"{self.names.of(array)}[{' + '.join(terms)}]"

    def expression(self, expression: Expression, strength: int = 0) -> str:
        """An expression as text, in brackets where its surroundings bind more strongly."""
        text, own = self._text(expression)
        return f"({text})" if own < strength else text

    def _text(self, expression: Expression) -> tuple[str, int]:
        if isinstance(expression, float):
            return _number(expression), 3 if math.copysign(1.0, expression) < 0.0 else ATOM
        if isinstance(expression, str):
            return self.names.of(expression), ATOM
        op, *arguments = expression
        if expression == ZERO:
            return "0.0", ATOM
        if op == "load":
            element = self.zipped.get(expression)
            return element or self._element(arguments[0], arguments[1]), ATOM
        if op == "neg":
            return f"-{self.expression(arguments[0], 3)}", 3
        if op in SYMBOLS:
            own = STRENGTH[op]
            left = self.expression(arguments[0], own)
            return f"{left} {SYMBOLS[op]} {self.expression(arguments[1], own + 1)}", own
        return self._call(op, arguments)

    def _call(self, op: str, arguments: list[Any]) -> tuple[str, int]:
        if op == "if":
            test, left, right, then, otherwise = arguments
            condition = f"{self.expression(left, 1)} {COMPARISONS[test]} "
            condition += self.expression(right, 1)
            return f"{self.expression(then, 1)} if {condition} else " + self.expression(
                otherwise, 1
            ), 0
        if op == "where":
            condition, then, otherwise = (self.expression(a, 1) for a in arguments)
            return f"{then} if {condition} else {otherwise}", 0
        if op == "slope":
            name, slot, *operands = arguments
            self.used.add(name)
            inside = ", ".join(self.expression(operand) for operand in operands)
            return f"slopes_of_{identifier(name)}({inside})[{slot}]", ATOM
        if op == "round":
            digits = "".join(f", {int(count)}" for count in arguments[1:])
            return f"float(round({self.expression(arguments[0])}{digits}))", ATOM
        self.used.add(op)
        call = f"{identifier(op)}({', '.join(map(self.expression, arguments))})"
        return f"float({call})" if op in ("floor", "ceil", "trunc") else call, ATOM


def _header(
    counter: str, elements: list[str], arrays: list[str], counts: bool, loop: For
) -> str:
    if not arrays:
        walk = f"range({loop.loop.count})"
        return f"for {counter} in {f'reversed({walk})' if loop.reverse else walk}:"
    many = len(arrays) > 1
    walk = f"zip({', '.join(arrays)})" if many else arrays[0]
    bound = ", ".join(elements)
    if counts:
        bound = f"({bound})" if many else bound
        return f"for {counter}, {bound} in enumerate({walk}):"
    return f"for {bound} in {walk}:"


def _mentions(line: str, name: str) -> bool:
    words = "".join(c if c.isalnum() or c == "_" else " " for c in line).split()
    return name in words


def _loads(expression: Expression) -> list[tuple[str, Index]]:
    if not isinstance(expression, tuple):
        return []
    if expression[0] == "load":
        return [(expression[1], expression[2])]
    return [load for argument in expression[1:] for load in _loads(argument)]


def _number(x: float) -> str:
    if math.isfinite(x):
        return repr(x)
    return {"inf": "1e999", "-inf": "-1e999"}.get(repr(x), "(1e999 - 1e999)")
