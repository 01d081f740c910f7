"""WebAssembly modules: instructions to bytes, and to text, with the standard library alone.

An instruction is a tuple of its name and its immediates, `("f64.load", 16)`. Locals, functions
and labels are given by name in both forms; the binary form numbers them. The formats are those
of the WebAssembly core specification, version 1, and `memory.fill` of version 2.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

Instruction = tuple[Any, ...]

TYPES = {"i32": b"\x7f", "f64": b"\x7c"}
SIMPLE = {
    "return": 0x0F, "select": 0x1B, "drop": 0x1A, "end": 0x0B,
    "i32.eqz": 0x45, "i32.eq": 0x46, "i32.ne": 0x47, "i32.lt_s": 0x48, "i32.lt_u": 0x49,
    "i32.ge_s": 0x4E,
    "f64.eq": 0x61, "f64.ne": 0x62, "f64.lt": 0x63, "f64.gt": 0x64, "f64.le": 0x65, "f64.ge": 0x66,
    "i32.add": 0x6A, "i32.sub": 0x6B, "i32.mul": 0x6C, "i32.and": 0x71,
    "f64.abs": 0x99, "f64.neg": 0x9A, "f64.ceil": 0x9B, "f64.floor": 0x9C, "f64.trunc": 0x9D,
    "f64.nearest": 0x9E, "f64.sqrt": 0x9F, "f64.add": 0xA0, "f64.sub": 0xA1, "f64.mul": 0xA2,
    "f64.div": 0xA3, "f64.min": 0xA4, "f64.max": 0xA5, "f64.copysign": 0xA6,
}
MEMORY = {"f64.load": (0x2B, 3), "f64.store": (0x39, 3), "i32.load": (0x28, 2),
          "i32.store": (0x36, 2), "i32.store8": (0x3A, 0)}
LOCAL = {"local.get": 0x20, "local.set": 0x21, "local.tee": 0x22}
PAGE = 65536


@dataclass
class Function:
    """A function: its parameters and locals with their types, its result, its instructions."""

    name: str
    parameters: dict[str, str]
    result: str
    locals: dict[str, str] = field(default_factory=dict)
    body: list[Instruction] = field(default_factory=list)


@dataclass
class Module:
    """A module: `imports` are functions of so many f64 from the host, all functions exported."""

    imports: dict[str, int]
    functions: list[Function]
    bytes_of_memory: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.bytes_of_memory // PAGE))

    def encode(self) -> bytes:
        """The module in the binary format."""
        return _Encoder(self).encode()

    def text(self) -> str:
        """The module in the text format."""
        return "\n".join(_text(self)) + "\n"


def unsigned(number: int) -> bytes:
    """LEB128, unsigned."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def signed(number: int) -> bytes:
    """LEB128, signed."""
    out = bytearray()
    while not -64 <= number < 64:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number & 127)
    return bytes(out)


def vector(items: list[bytes]) -> bytes:
    return unsigned(len(items)) + b"".join(items)


def name(text: str) -> bytes:
    raw = text.encode()
    return unsigned(len(raw)) + raw


def section(number: int, content: bytes) -> bytes:
    return bytes([number]) + unsigned(len(content)) + content


class _Encoder:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.types: dict[bytes, int] = {}
        names = [*module.imports, *(f.name for f in module.functions)]
        self.functions = {name: number for number, name in enumerate(names)}

    def encode(self) -> bytes:
        module = self.module
        imports = [
            name("math") + name(n) + b"\x00" + unsigned(self._type(["f64"] * count, "f64"))
            for n, count in module.imports.items()
        ]
        functions = [
            unsigned(self._type(list(f.parameters.values()), f.result)) for f in module.functions
        ]
        exports = [name("memory") + b"\x02\x00"] + [
            name(f.name) + b"\x00" + unsigned(self.functions[f.name]) for f in module.functions
        ]
        code = [self._code(f) for f in module.functions]
        parts = [section(1, vector(list(self.types)))]
        if imports:
            parts.append(section(2, vector(imports)))
        parts += [
            section(3, vector(functions)),
            section(5, vector([b"\x00" + unsigned(module.pages)])),
            section(7, vector(exports)),
            section(10, vector(code)),
        ]
        return b"\x00asm\x01\x00\x00\x00" + b"".join(parts)

    def _type(self, parameters: list[str], result: str) -> int:
        key = b"\x60" + vector([TYPES[p] for p in parameters]) + vector([TYPES[result]])
        return self.types.setdefault(key, len(self.types))

    def _code(self, function: Function) -> bytes:
        numbers = {n: k for k, n in enumerate([*function.parameters, *function.locals])}
        groups = [unsigned(n) + TYPES[kind] for kind, n in _runs(list(function.locals.values()))]
        body = b"".join(self._instruction(i, numbers) for i in function.body)
        content = vector(groups) + body + b"\x0b"
        return unsigned(len(content)) + content

    def _instruction(self, instruction: Instruction, numbers: dict[str, int]) -> bytes:
        op, *immediates = instruction
        if op in SIMPLE:
            return bytes([SIMPLE[op]])
        if op in LOCAL:
            return bytes([LOCAL[op]]) + unsigned(numbers[immediates[0]])
        if op in MEMORY:
            code, alignment = MEMORY[op]
            return bytes([code, alignment]) + unsigned(immediates[0])
        if op == "f64.const":
            return b"\x44" + struct.pack("<d", immediates[0])
        if op == "i32.const":
            return b"\x41" + signed(immediates[0])
        if op == "call":
            return b"\x10" + unsigned(self.functions[immediates[0]])
        if op == "br_if":
            return b"\x0d" + unsigned(immediates[0])
        return {"loop": b"\x03\x40", "if": b"\x04\x40", "memory.fill": b"\xfc\x0b\x00"}[op]


def _runs(kinds: list[str]) -> list[tuple[str, int]]:
    runs: list[tuple[str, int]] = []
    for kind in kinds:
        if runs and runs[-1][0] == kind:
            runs[-1] = kind, runs[-1][1] + 1
        else:
            runs.append((kind, 1))
    return runs


def _text(module: Module) -> Iterator[str]:
    yield "(module"
    for imported, count in module.imports.items():
        parameters = " f64" * count
        yield f'  (import "math" "{imported}"'
        yield f"    (func ${imported} (param{parameters}) (result f64)))"
    yield f'  (memory (export "memory") {module.pages})'
    for function in module.functions:
        parameters = "".join(f" (param ${n} {t})" for n, t in function.parameters.items())
        yield f'  (func ${function.name} (export "{function.name}"){parameters} ' + (
            f"(result {function.result})"
        )
        for local, kind in function.locals.items():
            yield f"    (local ${local} {kind})"
        yield from _text_of(function.body)
        yield "  )"
    yield ")"


def _text_of(body: list[Instruction]) -> Iterator[str]:
    depth = 2
    for op, *immediates in body:
        if op == "end":
            depth -= 1
        yield "  " * depth + " ".join([op, *(_immediate(op, i) for i in immediates)])
        if op in ("loop", "if"):
            depth += 1


def _immediate(op: str, value: Any) -> str:
    if op.startswith("local.") or op == "call":
        return f"${value}"
    return f"offset={value}" if op in MEMORY else repr(value)
