"""Lower: from a linked program to statements, forward and backward.

A block is run forward step by step. For gradients it is then walked from its end to its start:
each step hands the gradient that has arrived at its result on to its operands (`rules.received`).
Gradients are kept as expressions for as long as one term alone has arrived, and become variables
when terms are added up.

A loop is run in one of two ways:

- *fused*: all that leaves it are sums. The gradient of a sum is the same in each repetition, so
  each repetition runs forward and backward at once. If that gradient is not known yet, 1 stands
  in its place, and what was collected is multiplied by it afterwards.
- *twice*: forward, keeping what is carried; and later backwards, where each repetition computes
  its values again from what was kept.

Code that turns out not to be needed is dropped at the end (`drop_unused`).
"""

from __future__ import annotations

from typing import Any

from . import rules
from .carries import Carry, flat_index
from .expressions import (
    ZERO,
    Add,
    AddAt,
    Clear,
    Expression,
    Kernel,
    Set,
    drop_unused,
    mul,
    scaled,
    split,
)
from .forward import Forward, counter
from .links import Before, Element, Index, Input, Link, Linked, Table, Unsupported
from .program import GUARDS
from .roll import Block, Loop, Step
from .seeds import Key, constant_seeds, key_of
from .soundness import Ledger, verify

MOST_SUMS = 3


def lower(linked: Linked, *, gradient: bool, wasm: bool, keeps_stops: bool = False) -> Kernel:
    """The kernel that computes the output and, if asked for, the gradient by each input.

    `keeps_stops`: see `rules.value`. Raises Unsupported where that cannot be done soundly for the
    program as it is rolled.
    """
    return _Lowering(linked, gradient, wasm, keeps_stops).kernel()


class _Lowering(Forward):
    """Emits gradients too: of loops that are fused at once, of all else on the way back."""

    def __init__(self, linked: Linked, gradient: bool, wasm: bool, keeps_stops: bool) -> None:
        super().__init__(linked, gradient, wasm, keeps_stops)
        self.adjoint: dict[Key, Expression] = {}
        self.variables: dict[Key, str] = {}
        self.ledger = Ledger()
        self.fused: dict[Loop, dict[Carry, dict[Link, str]] | None] = {}
        self.seeds = constant_seeds(self.flow) if gradient else {}

    def kernel(self) -> Kernel:
        block = self.linked.rolled.block
        if self.gradient:
            self._clear_arrays(())
        self._forward(block)
        value = self._read(self.linked.output)
        gradients = self._gradients(block) if self.gradient else None
        kernel = Kernel(
            self.program.names, self.body, value, gradients, self.arrays, self.columns,
            self.program.catches,
        )
        verify(kernel)
        return drop_unused(kernel)

    def _gradients(self, block: Block) -> list[Expression]:
        if self._indexed_inputs():
            self.arrays["dp"] = len(self.program.names)
            self.body.insert(0, Clear("dp"))
        self._send(self.linked.output, 1.0)
        self._backward(block)
        self._nothing_left()
        self.ledger.close()
        return [self._input_gradient(k) for k in range(len(self.program.names))]

    def _nothing_left(self) -> None:
        """Of all that was sent to, the inputs alone are left. Raises Unsupported."""
        if not all(isinstance(key, int) for key in (*self.adjoint, *self.variables)):
            raise Unsupported

    def _indexed_inputs(self) -> bool:
        return any(
            isinstance(link, Input) and link.index.terms
            for operands in self.flow.operands.values()
            for link in operands
        )

    def _input_gradient(self, k: int) -> Expression:
        own = self.adjoint.get(k, 0.0)
        if "dp" not in self.arrays:
            return own
        element = ("load", "dp", Index(k, ()))
        return element if own == 0.0 else ("add", own, element)

    def _loop_forward(self, loop: Loop) -> None:
        for carry in self.flow.carries[loop]:
            self._begin(carry)
        self.fused.pop(loop, None)
        way = "twice" if self.values_only else self._way(loop)
        if way == "twice":
            self._loop_values(loop)
        elif way == "unit":
            self._loop_with_unit(loop)
        else:
            self._loop_with_seeds(loop)

    # The way of a loop

    def _way(self, loop: Loop) -> str:
        if not self.flow.keeps_to_itself(loop):
            return "twice"
        carries = self.flow.carries[loop]
        targets = self.flow.outer_targets(loop)
        scalar = not any(isinstance(t, Element) or _is_indexed(t) for t in targets)
        if scalar and len(carries) <= MOST_SUMS and len(carries) * len(targets) <= 16:
            return "unit"
        if self._seeds_of(loop) is not None:
            return "seeds"
        return "twice"

    def _seeds_of(self, loop: Loop) -> list[float] | None:
        """The gradients of the loop's sums, if they are the same wherever the loss is."""
        if self.phase or loop not in self.linked.rolled.block:
            return None
        seeds = [self.seeds.get((carry.step, loop), 0.0) for carry in self.flow.carries[loop]]
        return seeds if None not in seeds else None  # type: ignore[return-value]

    def _loop_with_unit(self, loop: Loop) -> None:
        targets = self.flow.outer_targets(loop)
        partials: dict[Carry, dict[Link, str]] = {}
        for number, carry in enumerate(self.flow.carries[loop]):
            partials[carry] = {}
            for target in targets:
                owner = self._gradient_name(key_of(target))  # type: ignore[arg-type]  # no element
                name = f"{owner}_s{self.numbers[loop]}_{number}{self.phase}"
                partials[carry][target] = name
                self.body.append(Set(name, 0.0))
        with self._repeat(loop):
            self._forward(loop.body)
            for carry, names in partials.items():
                outer = self.adjoint, self.variables
                self.adjoint, self.variables = {}, {key_of(t): n for t, n in names.items()}  # type: ignore[arg-type]
                self._body_backward(loop, {carry: 1.0})
                if self.adjoint or len(self.variables) != len(names):
                    raise Unsupported  # something was sent to where only this loop could take it
                self.adjoint, self.variables = outer
        self.fused[loop] = partials

    def _loop_with_seeds(self, loop: Loop) -> None:
        seeds = self._seeds_of(loop) or []
        self._materialise_targets(loop)
        with self._repeat(loop):
            self._forward(loop.body)
            self._body_backward(
                loop, dict(zip(self.flow.carries[loop], seeds, strict=True))
            )
        self.fused[loop] = None

    # Backward

    def _send(self, link: Link, gradient: Expression) -> None:
        """Add a term to the gradient of whatever the link leads to."""
        if gradient == 0.0 or isinstance(link, float | Table):
            return
        if isinstance(link, Before):
            carry = self.flow.carry(link)
            if not carry.pure:
                if carry.loop not in self.resumed:
                    raise Unsupported
                self._add(f"d{self.carried_name(carry)}", gradient)
        elif isinstance(link, Element):
            array = self._array("da", link.step, len(link.scope))
            self.ledger.sent(array)
            self._add_at(array, link.index, gradient)
        elif isinstance(link, Input) and link.index.terms:
            self._add_at("dp", link.index, gradient)
        else:
            self._send_to_variable(key_of(link), gradient)

    def carried_name(self, carry: Carry) -> str:
        return f"q{self.numbers[carry.loop]}_{self.flow.carries[carry.loop].index(carry)}"

    def _send_to_variable(self, key: Key, gradient: Expression) -> None:
        if key in self.variables:
            self._add(self.variables[key], gradient)
        elif key not in self.adjoint:
            self.adjoint[key] = gradient
        elif self.adjoint[key] == gradient:
            self.adjoint[key] = mul(2.0, gradient)
        else:
            name = self._materialise(key)
            self._add(name, gradient)

    def _gradient_name(self, key: Key) -> str:
        if isinstance(key, Step):
            return f"g{key.position}"
        if isinstance(key, tuple):
            return f"g{key[0].position}_{self.numbers[key[1]]}"
        return f"gx{key}"

    def _materialise(self, key: Key) -> str:
        """Give the gradient of a value its own variable."""
        if key not in self.variables:
            name = self._gradient_name(key) + self.phase
            self.body.append(Set(name, self._tidy(self.adjoint.get(key, 0.0))))
            self.adjoint[key] = self.variables[key] = name
        return self.variables[key]

    def _materialise_targets(self, loop: Loop) -> None:
        for target in self.flow.outer_targets(loop):
            if not isinstance(target, Element) and not _is_indexed(target):
                self._materialise(key_of(target))

    def _add(self, name: str, gradient: Expression) -> None:
        gradient, sign = self._signed(gradient)
        self.body.append(Add(name, gradient, sign))

    def _add_at(self, array: str, index: Index, gradient: Expression) -> None:
        gradient, sign = self._signed(gradient)
        self.body.append(AddAt(array, index, gradient, sign))

    def _signed(self, gradient: Expression) -> tuple[Expression, int]:
        gradient = self._tidy(gradient)
        factor, rest = split(gradient)
        if rest is not None and factor < 0.0:
            return scaled(-factor, rest), -1
        return gradient, 1

    def _tidy(self, expression: Expression) -> Expression:
        """In loops of Python, a * (1 / b) becomes a / b: one operation less, and easier to read."""
        if self.wasm or len(self.memos) == 1 or not isinstance(expression, tuple):
            return expression
        if expression[0] == "mul" and isinstance(expression[1], tuple):
            left = expression[1]
            if left[:2] == ("div", 1.0):
                return ("div", expression[2], left[2])
        if expression[0] in ("mul", "neg"):
            return (expression[0], *(self._tidy(e) for e in expression[1:]))
        return expression

    def _backward(self, block: Block) -> None:
        for item in reversed(block):
            if isinstance(item, Loop):
                self._loop_backward(item)
            elif item.op not in GUARDS:
                self._step_backward(item)

    def _step_backward(self, step: Step) -> None:
        gradient = self.adjoint.pop(step, None)
        self.variables.pop(step, None)
        if gradient is None:
            return
        links = self.flow.operands[step]
        if self._sum_of(step) is not None:
            for link, term in zip(links, rules.received(step.op, gradient, None, [0.0, 0.0]),
                                  strict=True):
                self._send(link, term)
            return
        gradient = self._shared(step, gradient, links)
        operands = [self._read(link) for link in links]
        value = self.values[step]
        for link, term in zip(links, self._received(step, gradient, value, operands),
                              strict=False):
            if term is not None:
                flows_on = term == 0.0 and not isinstance(link, Input)
                self._send(link, ZERO if flows_on else term)

    def _received(
        self, step: Step, gradient: Expression, value: Expression, operands: list[Expression]
    ) -> rules.Received:
        primitive = self.program.primitives.get(step.op)
        if primitive is None:
            return rules.received(step.op, gradient, value, operands)
        return tuple(
            mul(gradient, ("slope", step.op, slot, *operands)) for slot in range(len(operands))
        )

    def _shared(self, step: Step, gradient: Expression, links: list[Link]) -> Expression:
        """The gradient as a variable, if more than one operand needs it and it is not simple."""
        factor, rest = split(gradient)
        uses = sum(not isinstance(link, float | Table) for link in links)
        if not isinstance(rest, tuple) or (uses < 2 and _size(rest) < 4):
            return gradient
        if not self.wasm and len(self.memos) > 1 and _size(rest) == 1 and rest[:2] == ("div", 1.0):
            return gradient
        name = self._gradient_name(step) + self.phase
        self.body.append(Set(name, self._tidy(rest)))
        return scaled(factor, name)

    def _clear_arrays(self, path: tuple[Loop, ...]) -> None:
        """Set the gradients of the arrays kept in this scope to zero."""
        for step, scopes in self.flow.arrays.items():
            if len(path) in scopes and self.flow.paths[step][: len(path)] == path:
                array = self._array("da", step, len(path))
                self.ledger.settle(array)
                self.body.append(Clear(array))

    def _body_backward(self, loop: Loop, seeds: dict[Carry, Expression]) -> None:
        """The way back through one repetition, from the gradients of what it carries on."""
        path = self.flow.paths[_first_step(loop)]
        path = path[: path.index(loop) + 1]
        self._clear_arrays(path)
        for carry, seed in seeds.items():
            if seed != 0.0:
                self._send(carry.source, seed)
        for step in [item for item in loop.body if isinstance(item, Step)]:
            for scope in sorted(self.flow.arrays.get(step, ())):
                if scope < len(path):
                    array = self._array("da", step, scope)
                    self.ledger.taken(array)
                    self._send_to_variable(step, ("load", array, flat_index(path, scope)))
        self._backward(loop.body)

    def _loop_backward(self, loop: Loop) -> None:
        finals = {
            carry: self.adjoint.pop((carry.step, loop), 0.0) for carry in self.flow.carries[loop]
        }
        for carry in finals:
            self.variables.pop((carry.step, loop), None)
        if loop in self.fused:
            self._fused_backward(loop, self.fused[loop], finals)
        else:
            self._twice_backward(loop, finals)

    def _fused_backward(
        self,
        loop: Loop,
        partials: dict[Carry, dict[Link, str]] | None,
        finals: dict[Carry, Expression],
    ) -> None:
        for carry, final in finals.items():
            final = self._simple(carry, final)
            if partials is not None:
                for target, name in partials[carry].items():
                    self._send(target, mul(final, name))
            self._send(carry.initial, final)

    def _simple(self, carry: Carry, final: Expression) -> Expression:
        factor, rest = split(final)
        if not isinstance(rest, tuple):
            return final
        name = self._gradient_name((carry.step, carry.loop)) + self.phase
        self.body.append(Set(name, self._tidy(rest)))
        return scaled(factor, name)

    def _twice_backward(self, loop: Loop, finals: dict[Carry, Expression]) -> None:
        moving = [carry for carry in finals if not carry.pure]
        seeds = {carry: self._simple(carry, f) for carry, f in finals.items() if carry.pure}
        self._materialise_targets(loop)
        for carry in moving:
            self.body.append(Set(f"d{self.carried_name(carry)}", self._tidy(finals[carry])))
        depth = self.flow.paths[_first_step(loop)].index(loop) + 1
        outer = self.phase, self.recompute_depth
        self.phase, self.recompute_depth = self.phase + "'", depth
        self.resumed.add(loop)
        with self._repeat(loop, reverse=bool(moving)):
            for carry in moving:
                self._resume(carry)
                name = f"d{self.carried_name(carry)}"
                arrived = name + "_"
                self.body += [Set(arrived, name), Set(name, 0.0)]
                seeds[carry] = arrived
            self._forward(loop.body)
            self._body_backward(loop, seeds)
        self.phase, self.recompute_depth = outer
        self.resumed.discard(loop)
        for carry in moving:
            self._send(carry.initial, f"d{self.carried_name(carry)}")
        for carry in finals:
            if carry.pure:
                self._send(carry.initial, seeds[carry])

    def _resume(self, carry: Carry) -> None:
        """What was carried into this repetition, from the history."""
        name = f"{self.carried_name(carry)}{self.phase}"
        self.carried[carry] = name
        self.body.append(Set(name, ("load", self._history(carry), counter(carry.loop))))


def _first_step(loop: Loop) -> Step:
    item: Step | Loop = loop
    while isinstance(item, Loop):
        item = item.body[0]
    return item


def _is_indexed(target: Any) -> bool:
    return isinstance(target, Input) and bool(target.index.terms)


def _size(expression: Expression) -> int:
    """How many operations an expression has."""
    if not isinstance(expression, tuple) or expression[0] == "load":
        return 0
    return 1 + sum(map(_size, expression[1:]))
