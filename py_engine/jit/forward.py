"""Forward: the statements that compute the values of a linked program.

A block is run step by step. Two steps that compute the same share a variable. What a loop carries
is set before it, and moved on at the end of each repetition; a pure sum is simply added to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from . import rules
from .carries import Carry, Flow, flat_index, size_of
from .expressions import (
    Add,
    Expression,
    Finite,
    For,
    Raises,
    Require,
    Set,
    Statement,
    Store,
)
from .links import Before, Element, Index, Input, Last, Link, Linked, Same, Table
from .program import COMPARISONS, ERRORS, GUARDS, may_raise
from .roll import Block, Loop, Step

ABSORBING = frozenset(
    "div mod floordiv pow exp expm1 exp2 tanh atan atan2 erf sigmoid softplus relu leaky_relu "
    "maximum minimum where hypot floor ceil trunc round sign sech_squared digamma polygamma "
    "power_log".split()
)
"""The operations whose result can be finite where an operand is not."""


class Forward:
    """Emits values. Where gradients will follow, loops keep the history of what they carry.

    `keeps_stops`: see `rules.value`.
    """

    def __init__(
        self, linked: Linked, gradient: bool, wasm: bool, keeps_stops: bool = False
    ) -> None:
        self.linked = linked
        self.program = linked.rolled.program
        self.flow = Flow(linked)
        self.gradient = gradient
        self.wasm = wasm
        self.keeps_stops = keeps_stops
        self.dead = self._dead()
        self.hides_errors = self._hides_errors()
        self.body: list[Statement] = []
        self.values: dict[Step, Expression] = {}
        self.carried: dict[Carry, str] = {}
        self.memos: list[dict[Expression, str]] = [{}]
        self.arrays: dict[str, int] = {}
        self.columns: dict[str, tuple[float, ...]] = {}
        self.column_names = column_names(linked)
        self.resumed: set[Loop] = set()
        # Nested loops may begin at the same position: their variables are told apart by these.
        self.numbers = {loop: number for number, loop in enumerate(linked.rolled.loops)}
        self.phase = ""
        self.recompute_depth = 0
        self.values_only = not gradient

    # Errors. A value that is not finite where Python raised an error mostly makes the result no
    # finite number either, which is noticed. Here is where that cannot be relied upon.

    def _dead(self) -> set[Step]:
        """The steps that neither the output nor a guard depends on."""
        pending = [self.linked.output]
        for step, operands in self.flow.operands.items():
            if step.op in GUARDS:
                pending += operands
        live: set[Step] = set()
        while pending:
            link = pending.pop()
            if isinstance(link, Before):
                pending += (link.initial, link.source)
            elif isinstance(link, Same | Last | Element) and link.step not in live:
                live.add(link.step)
                if not (link.step.op == "pow" and self.flow.operands[link.step][1] == 0.0):
                    pending += self.flow.operands[link.step]
        return {step for step in self.flow.operands if step not in live and step.op not in GUARDS}

    def _hides_errors(self) -> bool:
        """Whether a value that is not finite may leave the result finite, or is caught."""
        if self.program.catches:
            return True
        seen = {self.linked.output.step} if isinstance(self.linked.output, Same | Last) else set()
        for step, operands in self.flow.operands.items():
            if step.op in GUARDS or _absorbs(step):
                return True
            seen |= {link.step for link in operands if isinstance(link, Same)}
        sums = {c.step for carries in self.flow.carries.values() for c in carries if c.pure}
        return not seen | sums >= self.flow.operands.keys()

    def _checks(self, step: Step) -> bool:
        """Whether this step's result has to be checked here. Python raises errors by itself."""
        if self.phase or not self.hides_errors:
            return False
        if self.wasm or step in self.dead:
            own = step.op in self.program.primitives
            return own or may_raise(step.op, step.operands[-1])
        return False

    # Reading values

    def _read(self, link: Link) -> Expression:
        if isinstance(link, float):
            return link
        if isinstance(link, Table):
            return ("load", self._column(link.values), link.index)
        if isinstance(link, Input):
            if link.index.terms:
                self.arrays["p"] = len(self.program.names)
                return ("load", "p", link.index)
            return f"x{link.index.constant}"
        if isinstance(link, Before):
            return self.carried[self.flow.carry(link)]
        if isinstance(link, Element):
            return ("load", self._array("a", link.step, len(link.scope)), link.index)
        return self.values[link.step]

    def _column(self, values: tuple[float, ...]) -> str:
        name = self.column_names[id(values)]
        self.columns[name] = values
        return name

    def _array(self, prefix: str, step: Step, scope: int) -> str:
        name = f"{prefix}{step.position}_{scope}"
        self.arrays[name] = size_of(self.flow.paths[step], scope)
        return name

    # Forward

    def _forward(self, block: Block) -> None:
        for item in block:
            if isinstance(item, Loop):
                self._loop_forward(item)
            else:
                self._step_forward(item)

    def _step_forward(self, step: Step) -> None:
        operands = self.flow.operands[step]
        if step.op in GUARDS:
            if not self.phase:
                self._guard(step.op, list(map(self._read, operands)))
            return
        carry = self._sum_of(step)
        if carry is not None:
            if carry.loop in self.resumed:
                return
            slot = carry.users[0][1]
            sign = -1 if step.op == "sub" else 1
            self.body.append(Add(self.carried[carry], self._read(operands[1 - slot]), sign))
            return
        exact = self.hides_errors and not self.wasm
        value = rules.value(step.op, [self._read(o) for o in operands], exact=exact,
                            keeps_stops=self.keeps_stops)
        self.values[step] = self._named(step, value)
        if self._checks(step):
            self.body.append(Finite(self.values[step]))
        for scope in sorted(self.flow.arrays.get(step, ())):
            if scope >= self.recompute_depth:
                index = flat_index(self.flow.paths[step], scope)
                name = self._array("a", step, scope)
                self.body.append(Store(name, index, self.values[step]))

    def _guard(self, op: str, operands: list[Expression]) -> None:
        if op in ERRORS:
            self.body.append(Raises(ERRORS[op][0], operands, ERRORS[op][1]))
        else:
            test, outcome = COMPARISONS[op]
            self.body.append(Require(test, operands[0], operands[1], outcome))

    def _named(self, step: Step, expression: Expression) -> str:
        """A variable for the expression: an earlier one, where it has been computed before."""
        for memo in self.memos:
            if expression in memo:
                return memo[expression]
        name = f"v{step.position}{self.phase}"
        self.body.append(Set(name, expression))
        self.memos[-1][expression] = name
        return name

    def _sum_of(self, step: Step) -> Carry | None:
        for operand in self.flow.operands[step]:
            if isinstance(operand, Before):
                carry = self.flow.carry(operand)
                if carry.pure and carry.step is step:
                    return carry
        return None

    @contextmanager
    def _repeat(self, loop: Loop, reverse: bool = False) -> Iterator[None]:
        """What is emitted inside goes into the loop's body."""
        outside, self.body = self.body, []
        self.memos.append({})
        yield
        self.memos.pop()
        inside, self.body = self.body, outside
        self.body.append(For(loop, inside, reverse))

    def _loop_forward(self, loop: Loop) -> None:
        for carry in self.flow.carries[loop]:
            self._begin(carry)
        self._loop_values(loop)

    def _begin(self, carry: Carry) -> None:
        initial = self._read(carry.initial)
        if carry.pure:
            name = f"v{carry.step.position}{self.phase}"
            self.values[carry.step] = name
        else:
            place = self.flow.carries[carry.loop].index(carry)
            name = f"q{self.numbers[carry.loop]}_{place}{self.phase}"
        self.carried[carry] = name
        if initial != name:
            self.body.append(Set(name, initial))

    def _loop_values(self, loop: Loop) -> None:
        """Values alone, and the history of what is carried, if a backward pass will follow."""
        outer, self.values_only = self.values_only, True
        moving = [carry for carry in self.flow.carries[loop] if not carry.pure]
        with self._repeat(loop):
            if self.gradient:
                for carry in moving:
                    history = self._history(carry)
                    self.body.append(Store(history, counter(loop), self.carried[carry]))
            self._forward(loop.body)
            for carry in moving:
                self.body.append(Set(self.carried[carry], self._read(carry.source)))
        self.values_only = outer

    def _history(self, carry: Carry) -> str:
        name = f"h{self.numbers[carry.loop]}_{self.flow.carries[carry.loop].index(carry)}"
        self.arrays[name] = carry.loop.count
        return name


def column_names(linked: Linked) -> dict[int, str]:
    """A name for each column of constants, by its identity; equal columns share one."""
    names: dict[int, str] = {}
    values_of: dict[tuple[float, ...], str] = {}
    for operands in linked.operands.values():
        for link in operands:
            while isinstance(link, Before):
                link = link.initial
            if isinstance(link, Table) and id(link.values) not in names:
                names[id(link.values)] = values_of.setdefault(link.values, f"c{len(values_of)}")
    return names


def counter(loop: Loop) -> Index:
    return Index(0, ((loop, 1),))


def _absorbs(step: Step) -> bool:
    """Whether the step's result can be finite where an operand is not."""
    last = step.operands[-1]
    if step.op == "div" and isinstance(last, float):
        return False
    if step.op == "pow" and isinstance(last, float):
        return last <= 0.0
    return step.op in ABSORBING
