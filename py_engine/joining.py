"""Which tape a node is on.

`Node(2.0)` is a leaf, and a leaf is on no tape. The first operation on leaves begins one and enters
them; what is computed from its nodes is written on it too. Where an operation meets nodes of two
tapes, the shorter tape moves to the end of the longer one, and leaves its new address behind.

Once a result has been looked at (its `.value` was read, or `backward()` was called), the leaves are
let go: the next operation on them begins a new tape. So a parameter that lives for ten thousand
steps does not hold ten thousand steps in memory. A result that you keep, though, keeps its tape,
and what you compute from it is written there.

Looking is also how something of a node gets to code that is not recorded. There is one gate for
that, `let_out`, which notes it on the tape: a program read from the tape would not know of it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from threading import get_ident
from typing import TYPE_CHECKING
from weakref import ref

from .errors import ThreadError
from .ours import is_ours
from .tape import LEAF, Escape, Tape

if TYPE_CHECKING:
    from .handle import Handle

NO_TAPE = Tape()
"""The tape of those who are on none. Like a tape that has moved, it has no cells."""
NO_TAPE.cells = None  # type: ignore[assignment]  # never written on


def current_tape(node: Handle) -> Tape:
    """The tape that a node is on, its handle brought up to date if the tape has moved."""
    while (move := node.tape.moved_to) is not None:
        node.tape, offset = move
        node.position += offset
    return node.tape


def common_tape(nodes: Iterable[Handle]) -> Tape:
    """The one tape that all these nodes are on, from now on."""
    nodes = list(nodes)
    tapes = [tape for tape in map(current_tape, nodes) if tape is not NO_TAPE]
    for tape in tapes:
        _check_thread(tape.thread)
    home = max(tapes, key=len) if tapes else Tape()
    for node in nodes:
        if current_tape(node) is NO_TAPE:
            enter(home, node, temporary=True)
        elif node.tape is not home:
            home.take(node.tape)
            current_tape(node)
    return home


def _check_thread(thread: int) -> None:
    """Raise ThreadError where a tape or a leaf is another thread's."""
    if thread != get_ident():
        raise ThreadError(
            "This Node was made in another thread: two threads cannot write on one tape.",
            "Make the Nodes in the thread that computes with them, from plain numbers.",
        )


def enter(tape: Tape, leaf: Handle, *, temporary: bool) -> None:
    """Write a leaf down on a tape. A temporary one leaves it when a result is looked at."""
    _check_thread(leaf._leaf.thread)
    leaf.tape, leaf.position = tape, len(tape.cells)
    tape.cells += (0.0, LEAF, leaf._value, None, None, None, None)
    tape.leaves.append((leaf.position, ref(leaf)))
    if temporary:
        tape.temporary.append(ref(leaf))


def let_out(node: Handle, what: str) -> None:
    """The gate: something of a node goes to code that is not recorded.

    `what` says what that code does: "reads the number of a Node with .value".
    """
    tape = current_tape(node)
    if tape is NO_TAPE or tape.thread != get_ident():
        return  # nobody records it, or not here: a worker's result may be read elsewhere
    note(tape, what)
    release(tape)


def note(tape: Tape, what: str) -> None:
    """Note on a tape that what becomes of its nodes is not all there."""
    if tape.escaped is None:
        frame = sys._getframe(1)
        while frame.f_back and is_ours(frame.f_globals.get("__name__")):
            frame = frame.f_back
        tape.escaped = Escape(what, frame.f_code.co_filename, frame.f_lineno)


def release(tape: Tape) -> None:
    """Let the temporary leaves go."""
    for reference in tape.temporary:
        leaf = reference()
        if leaf is not None:
            leaf.tape = NO_TAPE
    tape.temporary.clear()


def leave(leaf: Handle) -> None:
    """Let go of a leaf that was to stay on its tape: what it was for is done."""
    leaf.tape = NO_TAPE
