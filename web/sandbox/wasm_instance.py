"""A WebAssembly module in this worker, as py_engine.jit.host wants it."""

import math
from array import array

from js import Float64Array, Uint8Array
from pyodide.ffi import create_proxy

PAGE = 65536
ERF = create_proxy(math.erf)


class Instance:
    """The module's exports, and its memory. Numbers are copied in and out."""

    def __init__(self, exports):
        self.value = exports.value
        self.value_and_gradient = exports.value_and_gradient
        self.gradient = exports.gradient
        self.status = exports.status
        self.batch = exports.batch
        self.exports = exports
        self._memory = exports.memory

    def read(self, address, count):
        """So many floats, as array('d')."""
        numbers = array("d", bytes(8 * count))
        if count:
            Float64Array.new(self._memory.buffer, address, count).assign_to(numbers)
        return numbers

    def read_bytes(self, address, count):
        """So many bytes."""
        return Uint8Array.new(self._memory.buffer, address, count).to_bytes()

    def write(self, address, numbers):
        """Put an array('d') there; the memory grows where it has to."""
        missing = address + 8 * len(numbers) - self._memory.buffer.byteLength
        if missing > 0:
            self._memory.grow(-(-missing // PAGE))
        if numbers:
            Float64Array.new(self._memory.buffer, address, len(numbers)).assign(numbers)
