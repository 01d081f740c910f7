"""One run at a time in a checkout: the next waits, and says for whom.

The system holds the lock for the process, and frees it when the process ends in whatever way: a
lock of the dead cannot be met. What a run itself starts (a test that builds the site) passes its
parent's lock, and waits for its siblings at the next.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from tools.steps import STATE, clear_leftovers, say

HELD = "BUILD_LOCKS_HELD"  # how many locks the processes above this one hold
SOON = 0.2


@contextlib.contextmanager
def only_run(command: str, state: Path = STATE) -> Iterator[None]:
    """Be the only run of `command` and its like in this checkout; wait where there is another."""
    above = os.environ.get(HELD, "0")
    state.mkdir(parents=True, exist_ok=True)
    with (state / f"lock-{above}").open("a+", encoding="utf-8") as file:
        waited = False
        while not locked(file):
            if not waited:
                say(f"Another run is at work in this checkout: {holder(file)}. Waiting for it.")
            waited = True
            time.sleep(SOON)
        tell(file, command)
        os.environ[HELD] = str(int(above) + 1)
        if above == "0":
            clear_leftovers()
        try:
            yield
        finally:
            os.environ[HELD] = above
            file.truncate(0)


def locked(file: TextIO) -> bool:
    """Take the lock, where nobody has it."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(1 << 20)  # beyond what is written there, which others may read
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def tell(file: TextIO, command: str) -> None:
    """Write down who holds the lock."""
    file.truncate(0)
    since = time.strftime("%H:%M:%S")
    file.write(json.dumps({"pid": os.getpid(), "command": command, "since": since}))
    file.flush()


def holder(file: TextIO) -> str:
    """Say who holds the lock, as far as they have written it down."""
    file.seek(0)
    with contextlib.suppress(ValueError):
        told = json.loads(file.read())
        return f"{told['command']} (process {told['pid']}, since {told['since']})"
    return "it has just begun"
