"""WebAssembly under wasmtime: a host for `jit`, as the page has one in JavaScript."""

from __future__ import annotations

import ctypes
import math
from array import array
from typing import Any

import wasmtime
from wasmtime import _bindings as native

from py_engine.jit.wasm_code import IMPORTS

CONFIG = wasmtime.Config()
CONFIG.cranelift_opt_level = "none"  # modules are small and run a few times
ENGINE = wasmtime.Engine(CONFIG)


class Running:
    """An `Instance` (see py_engine.jit.host)."""

    def __init__(self, wasm: bytes, imports: tuple[str, ...]) -> None:
        store = wasmtime.Store(ENGINE)
        assert set(imports) <= IMPORTS.keys()
        instance = LINKER.instantiate(store, wasmtime.Module(ENGINE, wasm))
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


def linker_with(functions: dict[str, int]) -> tuple[wasmtime.Linker, list[Any]]:
    """A linker that knows these functions of math, by their number of operands.

    wasmtime's own way to call Python takes a hundred times as long: it makes an object of each
    number and each type. The second result must live as long as the linker.
    """
    linker, kept = wasmtime.Linker(ENGINE), []
    for name, count in functions.items():
        quietly = unchecked(quiet(getattr(math, name)), count)
        called = native.wasmtime_func_unchecked_callback_t(quietly)
        number = wasmtime.ValType.f64()
        kind = wasmtime.FuncType([number] * count, [number])
        no_end = ctypes.CFUNCTYPE(None, ctypes.c_void_p)()
        error = native.wasmtime_linker_define_func_unchecked(
            linker.ptr(), ctypes.create_string_buffer(b"math"), 4,
            ctypes.create_string_buffer(name.encode()), len(name), kind.ptr(), called, None, no_end,
        )
        assert not error
        kept.append(called)
    return linker, kept


def unchecked(function: Any, count: int) -> Any:
    def one(_data: Any, _caller: Any, cells: Any, _size: int) -> int:
        cells[0].f64 = function(cells[0].f64)
        return 0

    def two(_data: Any, _caller: Any, cells: Any, _size: int) -> int:
        cells[0].f64 = function(cells[0].f64, cells[1].f64)
        return 0

    return one if count == 1 else two


LINKER, KEPT = linker_with(IMPORTS)


def instantiate(wasm: bytes, imports: tuple[str, ...]) -> Running:
    return Running(wasm, imports)
