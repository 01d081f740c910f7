"""Program: what a loss computed, as a flat list of operations.

A program is the jit's own form of a trace, free of tapes and nodes. A *position* numbers its
values: first the inputs (the loss's parameters), then one position for each operation, in the
order of evaluation. An operand is either a position (`int`) or a constant (`float`); the two
types tell them apart:

    position  op     left   right
    0         input                    x
    1         input                    y
    2         sub    0.62   0          0.62 - x
    3         pow    2      2.0        ... squared

Operands are kept in columns (`left`, `right`, `third`), not in records, because finding what
repeats compares slices of these columns, which runs at the speed of C.

A comparison that decided a branch is an operation too, a *guard*, such as `lt is true`; and so is
an error that an operation raised, such as `log raises ValueError`. It has operands but no value,
and says what must hold wherever this program is replayed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..primitives import Primitive as Primitive

Operand = int | float | None
Columns = list[Operand]

TESTS = ("lt", "le", "gt", "ge", "eq", "ne")
COMPARISONS = {
    f"{test} is {str(outcome).lower()}": (test, outcome)
    for test in TESTS
    for outcome in (True, False)
}
_ERRORS = {
    "ZeroDivisionError": "div mod floordiv pow",
    "OverflowError": "pow exp expm1 exp2 sinh cosh lgamma floor ceil trunc round",
    "ValueError": "log log1p log2 log10 sqrt acosh asin acos atanh sin cos tan "
    "lgamma digamma polygamma floor ceil trunc round",
    "DomainError": "pow",
}
ERRORS = {
    f"{op} raises {error}": (op, error) for error, ops in _ERRORS.items() for op in ops.split()
}
GUARDS = frozenset(COMPARISONS) | frozenset(ERRORS)
RAISING = frozenset(op for op, _error in ERRORS.values())
"""The operations that can raise an error."""


def guard_name(test: str, outcome: bool) -> str:
    """The name under which a comparison is kept: `guard_name("lt", True)` is "lt is true"."""
    return f"{test} is {'true' if outcome else 'false'}"


def may_raise(op: str, last_operand: object) -> bool:
    """Whether an operation can raise: a division by a constant, and a square of 1, cannot."""
    if op == "div" and isinstance(last_operand, float):
        return last_operand == 0.0
    if op == "pow" and last_operand in (0.0, 1.0):
        return False
    return op in RAISING


@dataclass
class Program:
    """A traced computation. All columns have one entry a position; those of inputs are None.

    `labels` gives the learner's own names by position, `constant_labels` those of constants by
    (position, slot), `lines` the learner's source line by position; the three are empty unless
    the trace was annotated. `origins` gives the place on the tape of each position (-1: none).
    `primitives` are the learner's own operations. `catches`: the loss may catch an error that an
    operation raises, and go on.
    """

    names: tuple[str, ...]
    ops: list[str] = field(default_factory=list)
    left: Columns = field(default_factory=list)
    right: Columns = field(default_factory=list)
    third: Columns = field(default_factory=list)
    output: int = 0
    escaped: str | None = None
    origins: list[int] = field(default_factory=list)
    lines: dict[int, int] = field(default_factory=dict)
    labels: dict[int, str] = field(default_factory=dict)
    constant_labels: dict[tuple[int, int], str] = field(default_factory=dict)
    primitives: Mapping[str, Primitive] = field(default_factory=dict)
    catches: bool = False

    @property
    def size(self) -> int:
        """How many operations there are, guards included."""
        return len(self.ops) - len(self.names)

    @property
    def off_tape(self) -> list[int]:
        """The positions of operations that are not on the tape."""
        found: list[int] = []
        for _ in range(self.origins.count(-1)):
            found.append(self.origins.index(-1, found[-1] + 1 if found else 0))
        return found

    @property
    def slots(self) -> tuple[Columns, Columns, Columns]:
        return self.left, self.right, self.third

    @classmethod
    def of(cls, names: tuple[str, ...]) -> Program:
        """A program with inputs alone, to which `add` adds operations."""
        count = len(names)
        nothing: Columns = [None] * count
        return cls(
            names, ["input"] * count, nothing[:], nothing[:], nothing[:],
            origins=list(range(count)),
        )

    def add(self, op: str, *operands: int | float, origin: int = -1) -> int:
        """Append an operation, and give its position."""
        padded: list[Operand] = [*operands, None, None, None]
        self.ops.append(op)
        self.left.append(padded[0])
        self.right.append(padded[1])
        self.third.append(padded[2])
        self.origins.append(origin)
        return len(self.ops) - 1


def same(one: Program, other: Program) -> bool:
    """Whether two programs do the same to the same data."""
    return (one.ops, one.slots, one.output) == (other.ops, other.slots, other.output)


def prune(program: Program) -> Program:
    """The program without operations that neither the output nor a guard depends on."""
    live = _live(program)
    return program if all(live) else _keep(program, live)


def _live(program: Program) -> list[bool]:
    live = [op == "input" or op in GUARDS for op in program.ops]
    live[program.output] = True
    for position in range(len(live) - 1, len(program.names) - 1, -1):
        if live[position]:
            for column in program.slots:
                operand = column[position]
                if type(operand) is int:
                    live[operand] = True
    return live


def _keep(program: Program, live: list[bool]) -> Program:
    moved: dict[int, int] = {}
    for position, alive in enumerate(live):
        if alive:
            moved[position] = len(moved)

    def kept(column: Columns) -> Columns:
        return [
            moved[operand] if type(operand) is int else operand
            for operand, alive in zip(column, live, strict=True)
            if alive
        ]

    return Program(
        program.names,
        [program.ops[position] for position in moved],
        kept(program.left),
        kept(program.right),
        kept(program.third),
        moved[program.output],
        program.escaped,
        [program.origins[position] for position in moved],
        {moved[at]: line for at, line in program.lines.items() if at in moved},
        {moved[at]: label for at, label in program.labels.items() if at in moved},
        {(moved[at], slot): label
         for (at, slot), label in program.constant_labels.items() if at in moved},
        program.primitives,
        program.catches,
    )
