"""How deeply learners' code may recurse: less than Python would let it, where that ends Python."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator

from classroom.words.faults import Problem

set_recursion_limit = sys.setrecursionlimit
# In a browser, a recursion through operators (`__add__`, `__eq__`, sort's key) takes so much of
# JavaScript's stack that about 300 levels end the interpreter for good; 200 are safe.
DEEPEST = 200 if sys.platform == "emscripten" else sys.getrecursionlimit()


@contextlib.contextmanager
def limited_depth() -> Iterator[None]:
    """While this is open, recursion ends at DEEPEST frames, and learners cannot raise that."""
    limit = sys.getrecursionlimit()
    set_recursion_limit(min(limit, DEEPEST))
    sys.setrecursionlimit = _lower_recursion_limit
    try:
        yield
    finally:
        sys.setrecursionlimit = set_recursion_limit
        set_recursion_limit(limit)


def _lower_recursion_limit(limit: int, /) -> None:
    """Stand in for `sys.setrecursionlimit`: a higher limit would crash Python in a browser."""
    if limit > DEEPEST:
        raise Problem("The recursion limit cannot be raised here: deeper calls would crash Python.",
                      "Use a loop, with a list as a stack, in place of the recursion.",
                      kind="RecursionError")
    set_recursion_limit(limit)
