"""What is drawn of a rolled program: which nodes, which edges, which frames. No numbers yet.

A drawn node stands for one operation of the rolled program. A sum that is carried from repetition
to repetition is drawn after the frame, as one Σ; a plain constant is written into its operation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from classroom.words.symbols import foldable
from py_engine.jit.program import GUARDS, Program
from py_engine.jit.roll import Block, Carried, Column, Loop, Ref, Rolled, Step

Loops = tuple[Loop, ...]
LEAST_CHAIN = 3


@dataclass(eq=False)
class Place:
    """A step of the rolled program, and the loops around it, outermost first."""

    step: Step
    loops: Loops
    total: Loop | None = None  # the loop over which it adds up, where it is drawn as a Σ
    chain: int = 0  # how many numbers a chain of additions adds up, where its end is drawn as a Σ
    folded: float | None = None  # the constant operand that is written into the node

    @property
    def id(self) -> str:
        """The id of its node: the position of its first repetition."""
        return f"n{self.step.position}"

    @property
    def terms(self) -> int | None:
        """How many numbers a Σ adds up; None for any other operation."""
        if self.total is None:
            return self.chain or None
        begun = any(isinstance(each, Carried) and isinstance(each.initial, Ref)
                    for each in self.step.operands)
        return self.total.count + begun

    @property
    def shown_in(self) -> Loops:
        """The loops in whose frames it is drawn: a Σ stands outside of its own."""
        return self.loops[:-1] if self.total else self.loops


@dataclass(eq=False)
class Constant:
    """A constant operand that is drawn as a node of its own."""

    id: str
    name: str | None
    operand: float | Column
    shown_in: Loops


@dataclass(eq=False)
class Edge:
    """From a drawn node, by its id, to operand `slot` of a place.

    `carried`: from the repetition before; `begins`: what the first repetition has in its place.
    """

    source: str
    place: Place
    slot: int
    carried: bool = False
    begins: bool = False


class Sketch:
    """The nodes and edges of a rolled program, in evaluation order."""

    def __init__(self, rolled: Rolled) -> None:
        self.rolled = rolled
        self.program: Program = rolled.program
        self.places = [place for place in _places(rolled.block, ())
                       if place.step.op not in GUARDS]
        self.items: list[Place | Constant] = []
        self.edges: list[Edge] = []
        self._constants: dict[Any, Constant] = {}
        self._framed = {place.id for place in self.places if place.loops}
        used = _uses(self.places)
        for place in self.places:
            place.total = _carried_sum(place, used)
        self._join_chains(used)
        for place in self.places:
            for slot, operand in enumerate(place.step.operands):
                self._connect(place, slot, operand)
            self.items.append(place)

    def label(self, place: Place) -> str | None:
        """The learner's name for what this step gives; of a Σ, the name from any repetition."""
        names = self.program.labels
        position = place.step.position
        later = position + place.total.period if place.total else position
        return names.get(position) or names.get(later)

    @property
    def output(self) -> str:
        """The id of the node that is the loss."""
        return self.owner(self.program.output)

    def owner(self, position: int) -> str:
        """The id of the node that stands for any position of the program."""
        if position < len(self.program.names):
            return f"n{position}"
        step, _repetitions = self._locate(position)
        return f"n{step.position}"

    def repetitions(self, position: int) -> list[int]:
        """The repetitions of the loops around any position of the program, outermost first."""
        return self._locate(position)[1] if position >= len(self.program.names) else []

    def _locate(self, position: int) -> tuple[Step, list[int]]:
        block: Block = self.rolled.block
        repetitions: list[int] = []
        while True:
            item = _item_at(block, position)
            if isinstance(item, Step):
                return item, repetitions
            repetition, place = divmod(position - item.position, item.period)
            repetitions.append(repetition)
            position = item.position + place
            block = item.body

    def _join_chains(self, used: Uses) -> None:
        """Make one Σ of additions, one after the other, of what a frame's repetitions give."""
        joined: set[str] = set()
        before: Place | None = None
        for place in self.places:
            longer = before and _adds_to(place, before, used)
            term = self._repeated_term(place)
            if before and longer and term == self._repeated_term(before):
                joined.add(before.id)
                place.chain = before.chain + 1
            else:
                place.chain = 2 if term and term == self._first_term(place) else 0
            before = place if place.chain else None
        self.places = [place for place in self.places if place.id not in joined]
        for place in self.places:
            if 0 < place.chain < LEAST_CHAIN:
                place.chain = 0
            elif place.chain:
                place.step = Step("add", [place.step.operands[1]], place.step.position)

    def _repeated_term(self, place: Place) -> str | None:
        """The node in a frame that an addition outside of frames takes as its second operand."""
        if place.step.op != "add" or place.loops:
            return None
        return self._in_frame(place.step.operands[1])

    def _first_term(self, place: Place) -> str | None:
        return self._in_frame(place.step.operands[0])

    def _in_frame(self, operand: Any) -> str | None:
        if not isinstance(operand, Ref):
            return None
        owner = self.owner(operand.base)
        return owner if owner in self._framed else None

    def _connect(self, place: Place, slot: int, operand: Any) -> None:
        if isinstance(operand, Carried):
            self._connect_carried(place, slot, operand)
        elif isinstance(operand, Ref):
            for source in self._sources(operand, place):
                self.edges.append(Edge(source, place, slot))
        elif isinstance(operand, float) and self._can_fold(place, slot, operand):
            place.folded = operand
        else:
            self.edges.append(Edge(self._constant(place, slot, operand), place, slot))

    def _sources(self, operand: Ref, place: Place) -> list[str]:
        """The node that an operand is; of a loop over parameters, each of them."""
        if operand.base >= len(self.program.names):
            return [self.owner(operand.base)]
        reached = {operand.base}
        for stride, loop in zip(operand.strides, place.loops, strict=False):
            if stride:
                reached = {at + stride * k for at in reached for k in range(loop.count)}
        return [f"n{at}" for at in sorted(reached)]

    def _connect_carried(self, place: Place, slot: int, operand: Carried) -> None:
        if place.total is None:
            source = self.owner(operand.ref.base + place.loops[-1].period)
            self.edges.append(Edge(source, place, slot, carried=True))
        if isinstance(operand.initial, Ref):
            source = self.owner(operand.initial.base)
            terms = [self.owner(each.base) for each in place.step.operands if isinstance(each, Ref)]
            if source not in terms:
                begins = place.total is None
                self.edges.append(Edge(source, place, slot, begins=begins))

    def _can_fold(self, place: Place, slot: int, value: float) -> bool:
        named = (place.step.position, slot) in self.program.constant_labels
        return not named and place.folded is None and foldable(place.step.op, slot, value)

    def _constant(self, place: Place, slot: int, operand: float | Column) -> str:
        name = self.program.constant_labels.get((place.step.position, slot))
        loops = place.loops if isinstance(operand, Column) else ()
        # A name that is used twice in one repetition, with the same numbers, is one node.
        key = (name, operand, tuple(map(id, loops))) if name else (place.id, slot)
        if key not in self._constants:
            constant = Constant(f"c{place.step.position}.{slot}", name, operand, loops)
            self._constants[key] = constant
            self.items.append(constant)
        return self._constants[key].id


Uses = dict[int, list[tuple[Place, Any]]]


def size_of(program: Program) -> int:
    """How many operations the loss did: all repetitions, without what `unpeel` put back."""
    put_back = sum(program.ops[at] == "add" and program.left[at] == 0.0
                   for at in program.off_tape)
    return program.size - put_back - sum(map(program.ops.count, GUARDS))


def frame_id(loop: Loop) -> str:
    """The id of the frame that a loop is drawn as; one may begin where the one around it does."""
    return f"f{loop.position}-{loop.period}"


def _places(block: Block, loops: Loops) -> Iterator[Place]:
    for item in block:
        if isinstance(item, Step):
            yield Place(item, loops)
        else:
            yield from _places(item.body, (*loops, item))


def _uses(places: list[Place]) -> Uses:
    """Who uses each position as an operand (a carried one: of the repetition before)."""
    uses: Uses = {}
    for place in places:
        for operand in place.step.operands:
            if isinstance(operand, Ref):
                uses.setdefault(operand.base, []).append((place, operand))
            elif isinstance(operand, Carried):
                own = operand.ref.base + place.loops[-1].period
                uses.setdefault(own, []).append((place, operand))
    return uses


def _carried_sum(place: Place, uses: Uses) -> Loop | None:
    """The loop over which this step adds up one term a repetition, if nothing looks in between."""
    operands = place.step.operands
    if place.step.op != "add" or not place.loops or len(operands) != 2:
        return None
    loop = place.loops[-1]
    carried = [each for each in operands if isinstance(each, Carried)]
    if len(carried) != 1 or carried[0].ref.base + loop.period != place.step.position:
        return None
    if isinstance(carried[0].initial, float) and carried[0].initial != 0:
        return None
    inside = [user for user, _ in uses.get(place.step.position, [])
              if user is not place and loop in user.loops]
    return None if inside else loop


def _adds_to(place: Place, before: Place, uses: Uses) -> bool:
    """Whether this addition is the only one to use the addition before it, as its first operand."""
    users = uses.get(before.step.position, [])
    first = place.step.operands[0]
    return (place.step.op == "add" and [user for user, _ in users] == [place]
            and isinstance(first, Ref) and first.base == before.step.position)


def _item_at(block: Block, position: int) -> Step | Loop:
    at = bisect_right(block, position, key=lambda item: item.position) - 1
    if at >= 0:
        item = block[at]
        length = 1 if isinstance(item, Step) else item.period * item.count
        if position < item.position + length:
            return item
    raise LookupError(f"No operation is at position {position}.")
