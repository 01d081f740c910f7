"""The host: how WebAssembly gets to run.

`py_engine` never instantiates a module itself: it does not know whether it is in a browser, in a
test with wasmtime, or where there is no WebAssembly at all. Whoever calls `jit` hands in a
function `instantiate(wasm, imports)`:

    wasm      the bytes of the module
    imports   the names of the functions of one or two f64 that it imports from "math": those of
              JavaScript's `Math` and Python's `math` alike, except `fmod(a, b)`, which is a % b in
              JavaScript, and `erf`, which JavaScript lacks

and returns an `Instance`: the module's exports, with two ways to reach its memory. In JavaScript:

    const module = new WebAssembly.Module(wasm);
    const { exports } = new WebAssembly.Instance(module, { math: { ...needed } });
    const read = (address, count) => new Float64Array(exports.memory.buffer, address, count);
    const readBytes = (address, count) => new Uint8Array(exports.memory.buffer, address, count);
    const write = (address, numbers) => {          // numbers: a Float64Array
      const missing = address + numbers.byteLength - exports.memory.buffer.byteLength;
      if (missing > 0) exports.memory.grow(Math.ceil(missing / 65536));
      new Float64Array(exports.memory.buffer, address, numbers.length).set(numbers);
    };

Where the host has no room for a module, it raises `NotCompilable`, and generated Python is run.

All addresses are multiples of 8. What is where is told by `WasmCode.abi()`.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import Protocol


class Instance(Protocol):
    """A module that runs. `value` and so on are its exports, as `wasm_code` documents them.

    They may give an int for a whole number, as JavaScript does.
    """

    def value(self, *point: float) -> float: ...

    def value_and_gradient(self, *point: float) -> float: ...

    def gradient(self, k: int, /) -> float: ...

    def status(self) -> int: ...

    def batch(
        self, x: int, y: int, xs: int, width: int, ys: int, height: int, values: int, marks: int, /
    ) -> int: ...

    def read(self, address: int, count: int, /) -> array[float]:
        """So many floats from the memory, as array('d')."""
        ...

    def read_bytes(self, address: int, count: int, /) -> bytes:
        """So many bytes from the memory."""
        ...

    def write(self, address: int, numbers: array[float], /) -> None:
        """Put an array('d') into the memory, which grows if it has to."""
        ...


Instantiate = Callable[[bytes, tuple[str, ...]], Instance]
