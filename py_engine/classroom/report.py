"""A report of a mistake of ours, as text for whoever can mend it: all that is needed to see it."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, version


def report(message: str, point: Iterable[tuple[str, float]], code: dict[str, str]) -> str:
    """The message, the point by names, the versions, and the code by file."""
    place = ", ".join(f"{name} = {value!r}" for name, value in point)
    files = "\n\n".join(f"--- {name}\n{text.rstrip()}" for name, text in code.items())
    return (f"Autograd from Scratch shows a wrong number.\n\n{message}\n\nat {place}\n"
            f"engine {_engine_version()}, {platform.python_implementation()} "
            f"{platform.python_version()} on {platform.system()}\n\n{files}\n")


def _engine_version() -> str:
    try:
        return version("py_engine")
    except PackageNotFoundError:  # it was copied, not installed
        return "of unknown version"
