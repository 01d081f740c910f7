"""The picture of a graph that is too large to be drawn node by node: what repeats is drawn once.

Around it there is a frame that says how often it is repeated. As in picture.py, leaves stand on the
left, the Node on the right, and everything to the right of what it is computed from.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..handle import handle_on
from ..joining import current_tape
from ..picture import HEIGHT, MARGIN, WIDTH, back_edge, box, drawing, edge
from .fuse import fuse
from .links import Before, Element, Input, Last, Link, Linked, Same, roll_linked
from .program import GUARDS, prune
from .roll import Block, Loop, Step
from .trace import NotTraceable, read

MOST_LEAVES = 12
GAP, BETWEEN, TITLE = 46, 26, 22

Item = Step | Loop | int
"""What has a place: an operation, what repeats, or a leaf."""


def rolled_svg(node: Any, most: int) -> str | None:
    """The picture; None if more than so many nodes are left to draw."""
    tape = current_tape(node)
    held = [(place, leaf) for place, ref in tape.leaves if (leaf := ref()) is not None]
    if not 0 < len(held) <= MOST_LEAVES:
        return None
    names = tuple([leaf.name or "" for _place, leaf in held])
    try:
        program = prune(read(tape, [place for place, _leaf in held], node.position, names))
    except NotTraceable:
        return None
    rolled, linked = roll_linked(program, most)
    if linked is None or not rolled.loops:
        return None
    return _Picture(fuse(linked), node, [leaf for _place, leaf in held]).svg()


@dataclass
class _Area:
    """Where things are, from the upper left corner of an area of this size."""

    width: int = 0
    height: int = 0
    places: dict[Item, tuple[int, int, int, int]] = field(default_factory=dict)


class _Picture:
    def __init__(self, linked: Linked, node: Any, leaves: Sequence[Any]) -> None:
        self.linked, self.node = linked, node
        self.leaves = dict(enumerate(leaves))
        self.origins = linked.rolled.program.origins

    def svg(self) -> str:
        area = self._laid_out([*self.leaves, *self.linked.rolled.block])
        frames, boxes, edges = [], [], []
        for item, (x, y, width, height) in area.places.items():
            if isinstance(item, Loop):
                frames.append(f'<rect class="frame" x="{x}" y="{y}" width="{width}" '
                              f'height="{height}" rx="10"/><text class="count" '
                              f'x="{x + width // 2}" y="{y + 16}">× {item.count:,}</text>')
            else:
                boxes.append(box(*self._texts(item), x, y, is_leaf=isinstance(item, int)))
        for step in self.linked.operands:
            if step in area.places:
                for source in self._sources(step):
                    start, end = area.places[source][:2], area.places[step][:2]
                    edges.append(edge(start, end) if start[0] < end[0] else back_edge(start, end))
        return drawing(area.width + 2 * MARGIN, area.height + 2 * MARGIN, frames + edges + boxes)

    def _texts(self, item: Step | int) -> tuple[str, str, str]:
        """What a box says: of what repeats there is not one value."""
        if isinstance(item, int):
            leaf = self.leaves[item]
            return leaf.name or "leaf", f"{leaf._value:.6g}", f"{leaf.grad:.6g}"
        origin = self.origins[item.position]
        if self.linked.paths[item] or origin < 0:
            return item.op, "", ""
        there = handle_on(current_tape(self.node), origin, type(self.node))
        return item.op, f"{there._value:.6g}", f"{there.grad:.6g}"

    def _sources(self, step: Step) -> list[Step | int]:
        """What an operation is computed from, but itself one repetition before."""
        found = [source for link in self.linked.operands[step] for source in _sources_of(link)]
        return [source for source in found if source is not step]

    def _laid_out(self, items: list[Any]) -> _Area:
        """Each thing in the column behind those that it is computed from."""
        columns: dict[Item, int] = {}
        owner: dict[Step | int, Item] = {}
        for item in items:
            if isinstance(item, Step) and item.op in GUARDS:
                continue
            steps = list(_steps_in(item))
            before = [columns[owner[source]] for step in steps if isinstance(step, Step)
                      for source in self._sources(step) if owner.get(source) in columns]
            columns[item] = max(before, default=-1) + 1
            owner |= dict.fromkeys(steps, item)
        return self._placed(columns)

    def _placed(self, columns: dict[Item, int]) -> _Area:
        area, x = _Area(), MARGIN
        for column in range(max(columns.values(), default=-1) + 1):
            y, width = MARGIN, 0
            for item in [each for each, at in columns.items() if at == column]:
                inner = self._laid_out(item.body) if isinstance(item, Loop) else _Area(0, 0)
                wide = inner.width + 2 * MARGIN if isinstance(item, Loop) else WIDTH
                high = inner.height + TITLE + MARGIN if isinstance(item, Loop) else HEIGHT
                area.places[item] = (x, y, wide, high)
                for each, (left, top, *size) in inner.places.items():
                    area.places[each] = (x + left, y + top + TITLE - MARGIN // 2, *size)  # type: ignore[assignment]  # two
                y, width = y + high + BETWEEN, max(width, wide)
            area.height = max(area.height, y - BETWEEN)
            x += width + GAP
        area.width = x - GAP
        return area


def _steps_in(item: Item) -> Iterator[Step | int]:
    """The operations of a part, and leaves."""
    if isinstance(item, Loop):
        block: Block = item.body
        for each in block:
            yield from _steps_in(each)
    else:
        yield item


def _sources_of(link: Link) -> Iterator[Step | int]:
    """What a link leads to."""
    if isinstance(link, Before):
        yield from _sources_of(link.source)
        yield from _sources_of(link.initial)
    elif isinstance(link, Input):
        yield link.index.constant
    elif isinstance(link, Same | Last | Element):
        yield link.step
