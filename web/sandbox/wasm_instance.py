"""A WebAssembly module in this worker, as py_engine.jit.host wants it.

Imported before the memory snapshot is taken, which can hold nothing of JavaScript's: that is asked
for at the first use.
"""

import functools
from array import array

from py_engine.primitives import LENIENT
from pyodide.ffi import create_proxy

PAGE = 65536


@functools.cache
def python_function(name):
    """Python's function of this name, for JavaScript, which has none."""
    return create_proxy(LENIENT[name])


@functools.cache
def typed_array(name):
    """JavaScript's constructor of that name."""
    import js

    return getattr(js, name)


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
            typed_array("Float64Array").new(self._memory.buffer, address, count).assign_to(numbers)
        return numbers

    def read_bytes(self, address, count):
        """So many bytes."""
        return typed_array("Uint8Array").new(self._memory.buffer, address, count).to_bytes()

    def write(self, address, numbers):
        """Put an array('d') there; the memory grows where it has to."""
        missing = address + 8 * len(numbers) - self._memory.buffer.byteLength
        if missing > 0:
            self._memory.grow(-(-missing // PAGE))
        if numbers:
            view = typed_array("Float64Array").new(self._memory.buffer, address, len(numbers))
            view.assign(numbers)
