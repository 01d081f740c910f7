"""A report of a mistake of ours, as text for whoever can mend it: all that is needed to see it."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from classroom.sight.witness import same_value
from classroom.words.symbols import apart, plain_number
from py_engine import __version__
from py_engine.jit.selfcheck import Fault


def told(fault: Fault, names: Sequence[str]) -> str:
    """A fault of the compiler in words, and what has become of it."""
    place = ", ".join(f"`{name}` = {plain_number(value)}"
                      for name, value in zip(names, fault.point, strict=True))
    return (f"Our compiler was wrong: at {place} {_difference(fault, names)} Your loss runs as you "
            "wrote it from now on, and what was drawn is drawn again.")


def _difference(fault: Fault, names: Sequence[str]) -> str:
    if isinstance(fault.compiled, Exception):
        return f"its code failed with {type(fault.compiled).__name__}."
    value, gradient = fault.compiled
    if fault.right is None:
        return (f"its code gave the loss {apart(value, value)[0]}, where yours raises "
                f"{type(fault.error).__name__}.")
    right, slopes = fault.right
    numbers = [("loss", value, right), *(
        (f"gradient by `{name}`", one, other)
        for name, one, other in zip(names, gradient, slopes, strict=False))]
    what, one, other = next((each for each in numbers if not same_value(*each[1:])), numbers[0])
    shown, true = apart(one, other)
    return f"its code gave the {what} as {shown}, and it is {true}."


def report(message: str, point: Iterable[tuple[str, float]], code: dict[str, str]) -> str:
    """The message, the point by names, the versions, and the code by file."""
    place = ", ".join(f"{name} = {value!r}" for name, value in point)
    files = "\n\n".join(f"--- {name}\n{text.rstrip()}" for name, text in code.items())
    return (f"Autograd from Scratch shows a wrong number.\n\n{message}\n\nat {place}\n"
            f"engine {__version__}, Python {sys.version.split()[0]} on {sys.platform}\n\n"
            f"{files}\n")
