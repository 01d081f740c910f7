"""Which tape a node is on.

`Node(2.0)` is a leaf, and a leaf is on no tape. The first operation on leaves begins one and enters
them; what is computed from its nodes is written on it too. Where an operation meets nodes of two
tapes, the shorter tape moves to the end of the longer one, and leaves its new address behind.

Once a result has been looked at (its `.value` was read, or `backward()` was called), the leaves are
let go: the next operation on them begins a new tape. So a parameter that lives for ten thousand
steps does not hold ten thousand steps in memory. A result that you keep, though, keeps its tape,
and what you compute from it is written there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING
from weakref import ref

from .tape import LEAF, Tape

if TYPE_CHECKING:
    from .handle import Handle

NOWHERE = Tape()
"""The tape of those who are on none. Like a tape that has moved, it has no cells."""
NOWHERE.cells = None  # type: ignore[assignment]  # never written on


def settle(node: Handle) -> Tape:
    """The tape that a node is on, its handle brought up to date if the tape has moved."""
    while (move := node.tape.moved_to) is not None:
        node.tape, offset = move
        node.position += offset
    return node.tape


def common_tape(nodes: Iterable[Handle]) -> Tape:
    """The one tape that all these nodes are on, from now on."""
    nodes = list(nodes)
    tapes = [tape for tape in map(settle, nodes) if tape is not NOWHERE]
    home = max(tapes, key=len) if tapes else Tape()
    for node in nodes:
        if settle(node) is NOWHERE:
            enter(home, node, guest=True)
        elif node.tape is not home:
            home.take(node.tape)
            settle(node)
    return home


def enter(tape: Tape, leaf: Handle, *, guest: bool) -> None:
    """Write a leaf down on a tape. A guest leaves the tape when a result is looked at."""
    leaf.tape, leaf.position = tape, len(tape.cells)
    tape.cells += (0.0, LEAF, leaf._value, None, None, None, None)
    tape.leaves.append((leaf.position, ref(leaf)))
    if guest:
        tape.guests.append(ref(leaf))


def look_at(node: Handle) -> None:
    """Note that the number of a node was read out of its tape, for code that is not recorded."""
    tape = settle(node)
    if tape is NOWHERE:
        return
    if tape.escaped is None:
        tape.escaped = node.position
    release(tape)


def release(tape: Tape) -> None:
    """Let the guests go."""
    for reference in tape.guests:
        leaf = reference()
        if leaf is not None:
            leaf.tape = NOWHERE
    tape.guests.clear()
