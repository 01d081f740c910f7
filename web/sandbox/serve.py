"""Between the page's messages and the classroom: each call gives a kind of answer and its data.

The kinds: 'return' (the call's result), 'yield' (an event, and there is more), 'raise' (an error).
With them go the compiled modules that may answer for the classroom from now on, and, once, that our
compiler was found to be wrong.
"""

import functools
import re
import sys
from types import GeneratorType

from pyodide.ffi import JsException

from classroom.api import METHODS, Classroom
from classroom.words.faults import LearnerError
from py_engine.jit.wasm_code import NotCompilable
from wasm_instance import Instance, python_function


LONGEST = 1000  # letters of an error's words


def answered(method):
    """Turn what `method` raises into data."""

    @functools.wraps(method)
    def answer(self, number, *arguments):
        try:
            kind, data = method(self, number, *arguments)
        except LearnerError as error:
            kind, data = "raise", error.data
        except BaseException as error:
            kind, data = "raise", unforeseen(error)
        if kind != "yield":
            self.streams.pop(number, None)
        return kind, data, self.modules(), self.classroom.fault()

    return answer


def unforeseen(error):
    """Describe an error that the classroom did not: the page shows it all the same."""
    return {
        "type": type(error).__name__[:LONGEST],
        "message": str(error)[:LONGEST] or type(error).__name__[:LONGEST],
        "hint": "This went wrong outside your code. Run it again; if it stays, reload the page.",
        "line": None,
        "column": None,
        "trace": [],
    }


def advanced(stream):
    """Take `stream` one step further."""
    try:
        return "yield", next(stream)
    except StopIteration as end:
        return "return", end.value


IMPORTS = re.compile(r"from\s+([\w.]+)\s+import|import\s+([\w., ]+)|(__import__|importlib)")


def lacks_modules(text):
    """Say whether code imports what has not been imported yet, as far as its text can tell."""
    for source, listed, by_name in IMPORTS.findall(text.replace("\\n", "\n")):
        items = [source] if source else filter(str.strip, listed.split(","))
        names = [item.split()[0] for item in items]
        if by_name or any(name not in sys.modules for name in names):
            return True
    return False


def made(instantiate, wasm, needed):
    """Give a running module; browsers keep few at a time, and let go of old ones late."""
    try:
        return Instance(instantiate(wasm, needed, python_function))
    except JsException as error:
        raise NotCompilable("The browser has no room for another WebAssembly module.") from error


class Server:
    """One classroom, and the streams that it has open, by the number of their call."""

    def __init__(self, write, instantiate):
        self.classroom = Classroom(write, functools.partial(made, instantiate))
        self.streams = {}

    def modules(self):
        """Each compiled form of the loss, for direct.js."""
        try:
            found = self.classroom.modules()
        except Exception:
            # A learner's object may refuse to be compared: nobody knows that it is the same.
            return []
        return [{**abi, "exports": instance.exports} for instance, abi in found]

    @answered
    def call(self, number, method, arguments):
        """Begin a call."""
        result = METHODS[method](self.classroom, arguments)
        if not isinstance(result, GeneratorType):
            return "return", result
        self.streams[number] = result
        return advanced(result)

    @answered
    def advance(self, number):
        """Take a streaming call one step further."""
        return advanced(self.streams[number])

    @answered
    def close(self, number):
        """End a streaming call early: its result is what the method makes of that."""
        return "return", self.streams[number].close()
