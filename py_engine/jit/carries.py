"""Carries: what a loop hands from one repetition to the next, and what it leaves behind.

The commonest carry is a sum: `total = total + term`. It is *pure* when nothing else looks at the
running total. Its gradient then is the same in all repetitions, so that values and gradients can
be computed in one loop. Any other carry keeps its history, for the way back.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from .links import Before, Element, Index, Input, Last, Link, Linked, Path, Same
from .roll import Loop, Step, walk

Target = Same | Last | Input
AnyLink = TypeVar("AnyLink", bound=Link)


@dataclass(eq=False)
class Carry:
    """One value that goes from repetition to repetition of `loop`."""

    loop: Loop
    source: Same | Last | Element
    initial: Link
    users: list[tuple[Step, int]] = field(default_factory=list)
    inner: list[Carry] = field(default_factory=list)
    pure: bool = False

    @property
    def step(self) -> Step:
        return self.source.step


class Flow:
    """The carries of all loops, and the arrays of values that outlive their repetition.

    `arrays[step]` are the depths of the scopes in which the values of a step are kept.
    """

    def __init__(self, linked: Linked) -> None:
        self.linked = linked
        self.operands = linked.operands
        self.paths = linked.paths
        self.carries: dict[Loop, list[Carry]] = {loop: [] for loop in linked.rolled.loops}
        self.table: dict[Before, Carry] = {}
        self.arrays: dict[Step, set[int]] = {}
        self.same: dict[Step, int] = {}
        self.last: dict[tuple[Step, Loop], int] = {}
        self._collect()
        self._settle()
        for carries in self.carries.values():
            for carry in reversed(carries):
                carry.pure = self._is_pure(carry)

    def _collect(self) -> None:
        for step, operands in self.operands.items():
            for slot, operand in enumerate(operands):
                if isinstance(operand, Before):
                    self.carry(operand).users.append((step, slot))

    def carry(self, before: Before) -> Carry:
        """The carry of this link, made at the first meeting."""
        found = self.table.get(before)
        if found is None:
            found = self.table[before] = Carry(before.loop, before.source, before.initial)
            self.carries[before.loop].append(found)
            if isinstance(before.initial, Before):
                self.carry(before.initial).inner.append(found)
        return found

    def _settle(self) -> None:
        """Keep an array where the last value is wanted of something that is not carried.

        This goes for all that reads a value: operands, the output, and what carries begin with and
        go on with. A link that were left out would send its gradient to where nobody takes it.
        """
        for step, operands in self.operands.items():
            self.operands[step] = [self._settled(o) for o in operands]
        self.linked.output = self._settled(self.linked.output)
        for carries in self.carries.values():
            for carry in carries:
                carry.initial = self._settled(carry.initial)
                carry.source = self._kept(carry.source)

    def _settled(self, link: Link) -> Link:
        link = self._kept(link)
        if isinstance(link, Same):
            self.same[link.step] = self.same.get(link.step, 0) + 1
        elif isinstance(link, Last):
            self.last[link] = self.last.get(link, 0) + 1
        return link

    def _kept(self, link: AnyLink) -> AnyLink | Element:
        """The link, or the element of an array that has the value when its loop has ended."""
        if isinstance(link, Last) and not self._is_carried(link):
            own = self.paths[link.step][self.paths[link.step].index(link.loop) :]
            size = 1
            for loop in own:
                size *= loop.count
            scope = self.paths[link.step][: -len(own)]
            element = Element(link.step, scope, Index(size - 1, ()))
            self.arrays.setdefault(element.step, set()).add(len(scope))
            return element
        if isinstance(link, Element):
            self.arrays.setdefault(link.step, set()).add(len(link.scope))
        return link

    def _is_carried(self, link: Last) -> bool:
        return any(carry.step is link.step for carry in self.carries[link.loop])

    def _is_pure(self, carry: Carry) -> bool:
        if len(carry.users) + len(carry.inner) != 1 or carry.step in self.arrays:
            return False
        if any(c is not carry and c.step is carry.step for c in self.carries[carry.loop]):
            return False
        if carry.inner:
            (inner,) = carry.inner
            inside = Last(inner.step, inner.loop)
            return inner.pure and carry.source == inside and not self.last.get(inside)
        ((step, slot),) = carry.users
        adds = step.op == "add" or (step.op == "sub" and slot == 0)
        return adds and carry.source == Same(step) and not self.same.get(step)

    def outer_targets(self, loop: Loop) -> list[Target | Element]:
        """What the loop's body uses from outside of the loop, each once."""
        depth = self._depth(loop)
        found: dict[Target | Element, None] = {}
        for link in self._links_in(loop):
            if isinstance(link, Input) or (
                isinstance(link, Same | Last | Element)
                and loop not in self.paths[link.step][: depth + 1]
            ):
                found[link] = None
        return list(found)

    def _links_in(self, loop: Loop) -> Iterator[Link]:
        for step in walk(loop.body):
            yield from self.operands[step]
        for other, carries in self.carries.items():
            if other is not loop and self._within(other, loop):
                for carry in carries:
                    yield carry.initial

    def _within(self, other: Loop, loop: Loop) -> bool:
        return loop in self.paths[next(walk(other.body))][: self._depth(other) + 1]

    def _depth(self, loop: Loop) -> int:
        return self.paths[next(walk(loop.body))].index(loop)

    def keeps_to_itself(self, loop: Loop) -> bool:
        """Whether all that leaves the loop is its pure sums: then one pass gives the gradients."""
        if not all(carry.pure for carry in self.carries[loop]):
            return False
        depth = self._depth(loop)
        return all(
            scope > depth for step in walk(loop.body) for scope in self.arrays.get(step, ())
        )


def flat_index(path: Path, scope: int) -> Index:
    """The place of a step's value, in the repetition at hand, in its array for that scope."""
    terms: list[tuple[Loop, int]] = []
    width = 1
    for loop in reversed(path[scope:]):
        terms.insert(0, (loop, width))
        width *= loop.count
    return Index(0, tuple(terms))


def size_of(path: Path, scope: int) -> int:
    """How many values a step has in one repetition of the scope."""
    size = 1
    for loop in path[scope:]:
        size *= loop.count
    return size
