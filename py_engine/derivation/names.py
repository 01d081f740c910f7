"""Names for the results in a derivation: the learner's own, else I_x, g_x, ..., M, P, ..."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from ..jit.links import Input, Same, Table
from ..jit.roll import Step
from .model import Target, target_of

if TYPE_CHECKING:
    from .writer import Writer

ALONE = "I g h k q u v w".split()
TOGETHER = "M P Q R S T U V W Z".split()
GREEK = frozenset("alpha beta gamma delta epsilon theta lambda mu nu rho sigma tau phi psi omega"
                  .split())

class Names:
    """The names of results in formulas."""

    def __init__(self, writer: Writer) -> None:
        self.writer = writer
        self.program = writer.program
        self.table: dict[Step, str] = {}
        self.taken = {name_tex(name) for name in self.program.names}
        self.depends: dict[Step, frozenset[int]] = {}
        self.letters: dict[Any, Iterator[str]] = {}
        self.columns: dict[int, str] = {}
        self.moving = {c.step for cs in writer.flow.carries.values() for c in cs if not c.pure}
        for step in writer.steps:
            self._name(step)

    def _name(self, step: Step) -> None:
        links = self.writer.operands(step)
        depends: frozenset[int] = frozenset()
        for link in links:
            target = target_of(link)
            if isinstance(target, int):
                depends |= {target}
            elif target is not None:
                depends |= self.depends.get(target, frozenset())
        self.depends[step] = depends
        label = self.program.labels.get(step.position)
        if step is self.writer.output:
            name = "L"
        elif label is not None:
            name = name_tex(label)
        elif self._is_term(step):
            name = "L"
        else:
            name = self._letter(depends)
        if name in self.taken and step is not self.writer.output:
            name = self._letter(depends)
        if self.writer.path(step) and (self._is_term(step) or step in self.moving
                                       or step in self.writer.flow.arrays):
            self.table[step] = name
            if "_" not in name:
                return
            name = rf"{{{name}}}"
        self.taken.add(name)
        self.table[step] = name

    def _is_term(self, step: Step) -> bool:
        """Whether this is what the last sum sums up."""
        for total in reversed(self.writer.steps):
            if total in self.writer.sums:
                slot = self.writer.sums[total].users[0][1]
                return self.writer.operands(total)[1 - slot] == Same(step)
        return False

    def _letter(self, depends: frozenset[int]) -> str:
        letters = self.letters.setdefault(depends, self._letters(depends))
        return next(name for name in letters if name not in self.taken and name != "L")

    def _letters(self, depends: frozenset[int]) -> Iterator[str]:
        if len(depends) == 1:
            below = name_tex(self.program.names[next(iter(depends))])
            below = below.replace("_", "")
            yield from (f"{letter}_{{{below}}}" if len(below) > 1 else f"{letter}_{below}"
                        for letter in ALONE)
            number = 2
            while True:
                yield rf"u_{{{below},{number}}}"
                number += 1
        yield from TOGETHER
        number = 2
        while True:
            yield from (f"{letter}_{{{number}}}" for letter in TOGETHER)
            number += 1

    def stem(self, step: Step) -> str:
        return self.table[step]

    def of(self, step: Step) -> str:
        """The name, with the index of the repetition where the formula needs it."""
        name = self.table[step]
        path = self.writer.path(step)
        indexed = path and step is not self.writer.output and (
            self._is_term(step) or step in self.moving or step in self.writer.flow.arrays
        )
        if not indexed:
            return name
        index = "".join(self.writer.index_tex(loop) for loop in path)
        return f"{name}_{index}" if len(index) == 1 else f"{name}_{{{index}}}"

    def target(self, target: Target) -> str:
        if isinstance(target, Step):
            return self.of(target)
        return name_tex(self.program.names[target])

    def input(self, link: Input, writer: Writer) -> str:
        return name_tex(self.program.names[link.index.constant])

    def column(self, link: Table, step: Step, slot: int, writer: Writer) -> str:
        known = self.columns.get(id(link.values))
        if known is None:
            label = self.program.constant_labels.get((step.position, slot))
            index = "".join(writer.index_tex(loop) for loop, _ in link.index.terms)
            letter = next(c for c in "abcdefpqrstuvw" if f"{c}_{index}" not in
                          self.columns.values() and c not in self.taken)
            known = name_tex(label) if label else f"{letter}_{{{index}}}"
            self.columns[id(link.values)] = known
        return known


def name_tex(name: str) -> str:
    r"""A name of Python as LaTeX: x_i, \mathrm{total}, \alpha."""
    stem, _, below = name.strip("_").partition("_")
    head = rf"\{stem}" if stem in GREEK else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    below = below.replace("_", ",")
    if len(below) > 1:
        below = rf"{{{below}}}" if below.isdigit() else rf"{{\mathrm{{{below}}}}}"
    return f"{head}_{below}" if below else head


