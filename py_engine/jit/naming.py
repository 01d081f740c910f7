"""Naming: the names that a reader of emitted code sees.

Where the learner's code has a name for a value, that is its name; else values are t1, t2, ... in
the order of evaluation. The gradient of the loss by a value `v` is `d_v`. Constants that vary are
called by the learner's name for one of them, or a_i, b_i, ...
"""

from __future__ import annotations

import builtins
import keyword
from dataclasses import dataclass, field

from .expressions import Kernel, expressions_of, reads, statements_in, target_of
from .links import Linked, Table
from .roll import walk

RESERVED = frozenset(keyword.kwlist) | frozenset(dir(builtins))


@dataclass
class Names:
    """Readable names for the variables, arrays and columns of kernels of one program."""

    linked: Linked
    taken: set[str] = field(default_factory=set)
    table: dict[str, str] = field(default_factory=dict)
    elements: dict[str, str] = field(default_factory=dict)
    temporaries: int = 0

    def __post_init__(self) -> None:
        program = self.linked.rolled.program
        for k, name in enumerate(program.names):
            self.table[f"x{k}"] = name
            self.taken.add(name)
        self.ways: tuple[str, ...] = tuple([f"by_{name}" for name in program.names])
        self.steps = {step.position: step for step in walk(self.linked.rolled.block)}

    def learn(self, kernel: Kernel) -> None:
        """Name the columns, then all variables in the order in which they are first set."""
        self._learn_directions(kernel)
        labels = self._column_labels(kernel)
        for column in kernel.columns:
            if column in self.elements:
                continue
            number = int(column[1:])
            element = labels.get(column) or f"{chr(ord('a') + number % 26)}_i"
            self.elements[column] = self.free(element)
            stem = element.removesuffix("_i")
            self.table.setdefault(column, self.free(f"{stem}s" if len(stem) > 1 or
                                                     column in labels else f"column_{stem}"))
        for statement in statements_in(kernel.body):
            target = target_of(statement)
            if target is not None:
                self.of(target)
            for expression in expressions_of(statement):
                for name in reads(expression):
                    self.of(name)

    def _learn_directions(self, kernel: Kernel) -> None:
        """The inputs that are no parameters are a direction; without one there are the axes'."""
        parameters = self.linked.rolled.program.names
        for k, name in enumerate(kernel.inputs[len(parameters) :], len(parameters)):
            self.table[f"x{k}"] = self.free(name)
            self.ways = ("dot",)

    def _column_labels(self, kernel: Kernel) -> dict[str, str]:
        by_values = {id(values): name for name, values in kernel.columns.items()}
        found: dict[str, str] = {}
        labels = self.linked.rolled.program.constant_labels
        for position, step in self.steps.items():
            for slot, link in enumerate(self.linked.operands[step]):
                label = labels.get((position, slot))
                if isinstance(link, Table) and label and id(link.values) in by_values:
                    found.setdefault(by_values[id(link.values)], label)
        return found

    def of(self, name: str) -> str:
        """The readable name of a variable or an array."""
        known = self.table.get(name)
        if known is None:
            known = self.table[name] = self._make(name)
        return known

    def _make(self, name: str) -> str:
        if name.startswith("t"):
            direction, moving = name[1:].split("~", 1)
            return self.free(f"{self.of(moving)}_{self.ways[int(direction)]}")
        kind = name.rstrip("'_")
        if name.startswith("v"):
            again = f"v{kind[1:]}"
            if again != name and again in self.table:
                return self.free(f"{self.table[again]}_again")
            return self._value(int(kind[1:]))
        if name.startswith("gx"):
            return self.free(f"d_{self.table['x' + kind[2:].split('_')[0]]}")
        if name.startswith("g"):
            return self.free(f"d_{self.of('v' + kind[1:].split('_')[0])}")
        if name.startswith(("da", "a")):
            number = kind.removeprefix("d").removeprefix("a").split("_")[0]
            stem = f"{self.of('v' + number)}_all"
            return self.free(f"d_{stem}" if name.startswith("d") else stem)
        prefixes = {"q": "carried", "dq": "d_carried", "h": "history",
                    "p": "point", "dp": "d_point", "c": "column", "w": "part"}
        stem = kind.rstrip("0123456789_")
        return self.free(f"{prefixes.get(stem, stem)}")

    def _value(self, position: int) -> str:
        program = self.linked.rolled.program
        label = program.labels.get(position)
        if label is None:
            self.temporaries += 1
            label = f"t{self.temporaries}"
        return self.free(label)

    def free(self, name: str) -> str:
        """The name, or the like of it that is not taken; it is taken from now on."""
        candidate, number = name, 2
        while candidate in self.taken or candidate in RESERVED:
            candidate, number = f"{name}_{number}", number + 1
        self.taken.add(candidate)
        return candidate

    def is_learners(self, name: str) -> bool:
        """Whether the learner's code has a name for this variable."""
        program = self.linked.rolled.program
        number = name[1:].rstrip("'")
        return name.startswith("v") and number.isdigit() and int(number) in program.labels
