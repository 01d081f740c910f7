"""Fuse: make one loop of two, where the second only takes up what the first leaves.

`mean(f(p) for p in points)` computes all terms first, and then adds them up: two loops, with an
array of terms between them. Said together they are one loop, "compute a term and add it", which
is what one would write by hand, needs no array, and is faster.

A sum that begins with its first term is first completed: it begins with 0.
"""

from __future__ import annotations

from .links import Before, Element, Index, Input, Last, Link, Linked, Path, Same, Table
from .roll import Block, Loop, Step, loops_of, walk


def fuse(linked: Linked) -> Linked:
    """The same program with such loops fused. Steps keep the positions that they had."""
    _fuse_block(linked, linked.rolled.block)
    linked.rolled.loops = list(loops_of(linked.rolled.block))
    return linked


def _fuse_block(linked: Linked, block: Block) -> None:
    place = len(block) - 2
    while place >= 0:
        first = block[place]
        if isinstance(first, Loop):
            _take_in_chain(linked, block, place)
        if place > len(block) - 2:
            place -= 1
            continue
        second = block[place + 1]
        if isinstance(first, Loop) and isinstance(second, Loop):
            _complete(linked, first, second)
            if _fits(linked, first, second):
                block[place : place + 2] = [_join(linked, first, second)]
                place = min(place + 1, len(block) - 1)
        place -= 1
    for item in block:
        if isinstance(item, Loop):
            _fuse_block(linked, item.body)


def _take_in_chain(linked: Linked, block: Block, place: int) -> None:
    """Let a sum over few terms, written out behind the loop that computes them, be a loop too."""
    loop = block[place]
    assert isinstance(loop, Loop)
    chain = _chain(linked, loop, block[place + 1 : place + 1 + loop.count])
    if not chain:
        return
    first, end = chain[0], chain[-1]
    links = linked.operands[first]
    start, term = links if len(chain) == loop.count else (0.0, links[0])
    assert isinstance(term, Element)
    total = Loop(first.position, 1, loop.count, [first])
    if len(chain) < loop.count:
        linked.virtual.add(first)
    linked.operands[first] = [
        Before(total, Same(first), start),
        term._replace(index=Index(0, ((total, 1),))),
    ]
    linked.paths[first] = (*linked.paths[first], total)
    linked.strides[first] = (*linked.strides[first], 1)
    for step in chain[1:]:
        del linked.operands[step], linked.paths[step], linked.strides[step]
    for step, operands in linked.operands.items():
        linked.operands[step] = [_ended(link, Same(end), Last(first, total)) for link in operands]
    linked.output = _ended(linked.output, Same(end), Last(first, total))
    block[place + 1 : place + 1 + len(chain)] = [total]


def _ended(link: Link, end: Same, last: Last) -> Link:
    """The link, where the end of a chain is the last value of a loop instead."""
    if isinstance(link, Before):
        source = last if link.source == end else link.source
        return link._replace(source=source, initial=_ended(link.initial, end, last))
    return last if link == end else link


def _chain(linked: Linked, loop: Loop, items: Block) -> list[Step]:
    """The additions that add up one step of the loop, from its first repetition to its last."""
    steps = [item for item in items if isinstance(item, Step) and item.op == "add"]
    if len(steps) < loop.count - 1 or steps != items[: len(steps)]:
        return []
    links = linked.operands[steps[0]]
    if isinstance(links[0], Element):
        del steps[loop.count - 1 :]
        running: Link = links[0]
        term, index = links[0], 0
    elif links[0] == 0.0 and isinstance(links[1], Element) and len(steps) == loop.count:
        running, term, index = 0.0, links[1], -1
    else:
        return []
    if term.index != Index(0, ()) or linked.paths[term.step][-1] is not loop:
        return []
    uses = _with_carries([link for operands in linked.operands.values() for link in operands])
    for step in steps:
        index += 1
        last = index == loop.count - 1
        expected: Link = (
            Last(term.step, loop) if last else term._replace(index=Index(index, ()))
        )
        if linked.operands[step] != [running, expected]:
            return []
        running = Same(step)
        if not last and (uses.count(running) != 1 or linked.output == running):
            return []
    outside = (link for link in [*uses, linked.output] if isinstance(link, Last | Element))
    return [] if any(link.step in steps for link in outside) else steps


def _complete(linked: Linked, first: Loop, second: Loop) -> None:
    """Let a sum over d[1:], which begins with d[0], be a sum over d, which begins with 0."""
    step = second.body[0]
    if len(second.body) != 1 or second.count != first.count - 1 or not isinstance(step, Step):
        return
    links = linked.operands[step]
    carried = [link for link in links if isinstance(link, Before)]
    terms = [link for link in links if isinstance(link, Element)]
    if step.op != "add" or len(carried) != 1 or len(terms) != 1:
        return
    (before,), (term,) = carried, terms
    start = before.initial
    ahead = Index(1, ((second, 1),))
    if not isinstance(start, Element) or start.step is not term.step or start.scope != term.scope:
        return
    if start.index != Index(0, ()) or term.index != ahead or before.source != Same(step):
        return
    everywhere = [linked.output, *(link for links in linked.operands.values() for link in links)]
    if any(isinstance(link, Element) and link.step is step for link in _with_carries(everywhere)):
        return  # a partial sum is read by its place, which would shift
    second.count += 1
    linked.virtual.add(step)
    linked.operands[step] = [
        before._replace(initial=0.0) if link is before else
        term._replace(index=Index(0, ((second, 1),)))
        for link in links
    ]


def _fits(linked: Linked, first: Loop, second: Loop) -> bool:
    """Whether the second, in each repetition, uses the first's values of that repetition only."""
    if first.count != second.count:
        return False
    here = Index(0, ((second, 1),))
    uses = 0
    for link in _links_of(linked, second):
        if isinstance(link, Element) and first in linked.paths[link.step]:
            if link.index != here or linked.paths[link.step][-1] is not first:
                return False
            uses += 1
        elif isinstance(link, Last) and link.loop is first:
            return False
    return uses > 0


def _links_of(linked: Linked, loop: Loop) -> list[Link]:
    return _with_carries([link for step in walk(loop.body) for link in linked.operands[step]])


def _with_carries(links: list[Link]) -> list[Link]:
    """The links, and those that what is carried begins and goes on with."""
    found: list[Link] = []
    pending = links[:]
    while pending:
        link = pending.pop()
        found.append(link)
        if isinstance(link, Before):
            pending += [link.initial, link.source]
    return found


def _join(linked: Linked, first: Loop, second: Loop) -> Loop:
    """One loop, whose body is the first's and then the second's."""
    joined = Loop(first.position, first.period, first.count, [*first.body, *second.body])
    for step, path in linked.paths.items():
        linked.paths[step] = _path(path, first, second, joined)
    joining = _Joining(linked, first, second, joined)
    for step in linked.operands:
        linked.operands[step] = [joining.link(link) for link in linked.operands[step]]
    linked.output = joining.link(linked.output)
    return joined


def _path(path: Path, first: Loop, second: Loop, joined: Loop) -> Path:
    return tuple(joined if loop in (first, second) else loop for loop in path)


class _Joining:
    """Rewrites links for a pair of loops that has become one."""

    def __init__(self, linked: Linked, first: Loop, second: Loop, joined: Loop) -> None:
        self.members = set(map(id, walk(first.body)))
        self.loops = first, second, joined
        self.linked = linked

    def _index(self, index: Index) -> Index:
        first, second, joined = self.loops
        return Index(
            index.constant,
            tuple((joined if loop in (first, second) else loop, f) for loop, f in index.terms),
        )

    def link(self, link: Link) -> Link:
        first, second, joined = self.loops
        if isinstance(link, Table):
            return Table(link.values, self._index(link.index))
        if isinstance(link, Input):
            return Input(self._index(link.index))
        if isinstance(link, Element):
            scope = _path(link.scope, first, second, joined)
            index = self._index(link.index)
            here = Index(0, ((joined, 1),))
            walks = any(loop is second for loop, _ in link.index.terms)
            if walks and id(link.step) in self.members and index == here and (
                self.linked.paths[link.step][-1] is joined
            ):
                return Same(link.step)
            return Element(link.step, scope, index)
        if isinstance(link, Last):
            return Last(link.step, joined if link.loop in (first, second) else link.loop)
        if isinstance(link, Before):
            source = self.link(link.source)
            loop = joined if link.loop in (first, second) else link.loop
            assert isinstance(source, Same | Last)
            return Before(loop, source, self.link(link.initial))
        return link
