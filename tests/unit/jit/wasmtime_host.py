"""WebAssembly under wasmtime: a host for `jit`, as the page has one in JavaScript."""

from __future__ import annotations

import math
from array import array
from typing import Any

import wasmtime

ENGINE = wasmtime.Engine()
BINARY = {"pow", "atan2", "hypot", "fmod"}


class Running:
    """An `Instance` (see py_engine.jit.host)."""

    def __init__(self, wasm: bytes, imports: tuple[str, ...]) -> None:
        store = wasmtime.Store(ENGINE)
        linker = wasmtime.Linker(ENGINE)
        number = wasmtime.ValType.f64()
        for name in imports:
            kind = wasmtime.FuncType([number] * (2 if name in BINARY else 1), [number])
            linker.define_func("math", name, kind, quiet(getattr(math, name)))
        instance = linker.instantiate(store, wasmtime.Module(ENGINE, wasm))
        self.exports: Any = instance.exports(store)
        self.store = store
        self.memory: Any = self.exports["memory"]

    def __getattr__(self, name: str) -> Any:
        exported = self.exports[name]
        return lambda *arguments: exported(self.store, *arguments)

    def read(self, address: int, count: int) -> array[float]:
        return array("d", bytes(self.memory.read(self.store, address, address + 8 * count)))

    def read_bytes(self, address: int, count: int) -> bytes:
        return bytes(self.memory.read(self.store, address, address + count))

    def write(self, address: int, numbers: array[float]) -> None:
        raw = numbers.tobytes()
        missing = address + len(raw) - self.memory.data_len(self.store)
        if missing > 0:
            self.memory.grow(self.store, -(-missing // 65536))
        self.memory.write(self.store, raw, address)


def quiet(function: Any) -> Any:
    """A function of `math` as JavaScript has it: nan or an infinity where Python raises."""

    def called(*arguments: float) -> float:
        try:
            return float(function(*arguments))
        except OverflowError:
            return math.inf
        except ValueError:
            return -math.inf if function in (math.log, math.log1p) and arguments[0] in (0, -1) \
                else math.nan

    return called


def instantiate(wasm: bytes, imports: tuple[str, ...]) -> Running:
    return Running(wasm, imports)
