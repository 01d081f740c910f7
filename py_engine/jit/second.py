"""Second derivatives of a compiled loss: its Hessian, and products with that.

They are compiled when they are first asked for, for each variant of the loss that is used, and are
held against the engine as its gradient is: before they are used, and at times while they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Protocol, cast
from weakref import WeakKeyDictionary

from ..modes import hessian, hvp
from .host import Instantiate
from .links import Linked
from .program import Program
from .python_code import source_of
from .selfcheck import STEPS_APART, SUBNORMAL, Budget, beside
from .tangents import hessian_kernel, product_kernel
from .variant import Mismatch, NotFinite, Variant
from .wasm_code import NotCompilable, WasmCode, code_of

MOST_AXES = 4
"""Of more parameters the Hessian is found row by row: code for all at once would be long."""
CALLS_APART = 256
AGREEMENT, OF_THE_LARGEST = 1e-9, 1e-13
"""How far right second derivatives may lie apart: as a part of them, or of the largest of all."""
ULPS, SPREADS = 1e-15, 64.0
FAULTY = "Our compiled second derivatives are not the engine's for this loss, so it finds them."

Numbers = tuple[float, ...]
Engine = Callable[[Numbers], Numbers]
"""What the engine gives for the same numbers."""


class Compiled(Protocol):
    """What is asked of a compiled loss."""

    f: Callable[..., Any]
    instantiate: Instantiate | None
    budget: Budget

    def fitting(self, point: Sequence[float]) -> Iterable[Variant]:
        """Its variants, of which one may fit this point; the last is made for it."""
        ...

    def prepare(self) -> Variant | None:
        """The variant that was used last."""
        ...


class SecondVariant(Variant):
    """One trace, whose second derivatives are compiled; they stand where else the gradient does."""

    calls = 0

    def __init__(self, program: Program, instantiate: Instantiate | None, which: str) -> None:
        self.which = which
        super().__init__(program, instantiate)
        size = len(program.names)
        self.outputs = range(size + (size if which == "product" else size * size))

    def _kernel(self, linked: Linked, *, wasm: bool) -> Any:
        lower = product_kernel if self.which == "product" else hessian_kernel
        return lower(linked, wasm=wasm)

    @cached_property
    def code(self) -> WasmCode:
        """The WebAssembly module. Raises NotCompilable."""
        return code_of(self.linked, self._kernel(self.linked, wasm=True))

    @cached_property
    def _python(self) -> tuple[str, dict[str, Any]]:
        kernel = self._kernel(self.linked, wasm=False)
        return source_of(self.linked, {"value_and_gradient": kernel})

    def at(self, numbers: Sequence[float]) -> Numbers:
        """The second derivatives, without the gradient. Raises Mismatch and NotFinite."""
        return self.value_and_gradient(numbers)[1][len(self.program.names) :]


class SecondOrder:
    """The second derivatives of a loss, compiled where that can be.

    refusal   one sentence: why the engine finds them; None where compiled code does
    """

    def __init__(self, loss: Compiled) -> None:
        self.loss = loss
        self.refusal: str | None = None
        self.made: WeakKeyDictionary[Variant, dict[str, SecondVariant]] = WeakKeyDictionary()

    def rows(self, *point: float) -> tuple[Numbers, ...]:
        """The Hessian, row by row, of one parameter too. Raises what `hessian(f)` raises."""
        axes = range(len(point))
        if len(point) > MOST_AXES:
            columns = [self.product(point, [float(i == k) for k in axes]) for i in axes]
            return tuple(zip(*columns, strict=True))
        found = self._found("hessian", point, (), self._columns)
        return tuple([found[k :: len(axes)] for k in axes])

    def product(self, point: Sequence[float], direction: Sequence[float]) -> Numbers:
        """The Hessian times a direction. Raises what `hvp(f)` raises."""
        return self._found("product", point, direction, self._product)

    @property
    def source(self) -> str | None:
        """The Hessian as Python code; None where there is none."""
        second = self._used()
        return None if second is None else second.source

    @property
    def how(self) -> str:
        """'wasm', 'python' or 'eager': how the Hessian is computed."""
        second = self._used()
        if second is None or self.refusal is not None:
            return "eager"
        return "python" if second.instance is None else "wasm"

    def _used(self) -> SecondVariant | None:
        variant = self.loss.prepare()
        return None if variant is None else self._second(variant, "hessian")

    def _columns(self, numbers: Numbers) -> Numbers:
        everywhere = tuple(range(len(numbers)))
        rows = cast(Sequence[Numbers], hessian(self.loss.f, everywhere)(*numbers))
        return tuple([x for column in zip(*rows, strict=True) for x in column])

    def _product(self, numbers: Numbers) -> Numbers:
        size = len(numbers) // 2
        found: Any = hvp(self.loss.f)(numbers[:size], numbers[size:])
        return (found,) if size == 1 else cast(Numbers, found)

    def _found(
        self, which: str, point: Sequence[float], direction: Sequence[float], engine: Engine
    ) -> Numbers:
        """By compiled code, where it fits and has proved right; else by the engine."""
        numbers = tuple(map(float, (*point, *direction)))
        if self.refusal is None:
            for variant in self.loss.fitting(point):
                second = self._second(variant, which)
                if second is None:
                    break
                try:
                    found = second.at(numbers)
                except Mismatch:
                    continue
                except Exception:  # NotFinite; or code with a fault in it, which may raise anything
                    break
                second.calls += 1
                if second.proved and not self._is_due(second):
                    return found
                right = engine(numbers)
                self._check(second, numbers, found, right, engine)
                return right
        return engine(numbers)

    def _second(self, variant: Variant, which: str) -> SecondVariant | None:
        """The variant's second derivatives; None if they cannot be compiled."""
        made = self.made.setdefault(variant, {})
        if which not in made:
            try:
                made[which] = SecondVariant(variant.program, self.loss.instantiate, which)
            except NotCompilable as refusal:
                self.refusal = str(refusal)
                return None
        return made[which]

    def _is_due(self, second: SecondVariant) -> bool:
        return second.calls % CALLS_APART == 0 and self.loss.budget.grants("call")

    def _check(
        self, second: SecondVariant, numbers: Numbers, found: Numbers, right: Numbers,
        engine: Engine,
    ) -> None:
        """Hold it against the engine here; and beside, if that has not been done."""
        with self.loss.budget.spending():
            agrees = _agrees(found, right, numbers, engine)
            if agrees and not second.proved:
                agrees = all(self._holds_beside(second, numbers, side, engine) for side in (0, 1))
        if agrees:
            second.proved = True
        else:
            self.refusal = FAULTY

    def _holds_beside(
        self, second: SecondVariant, numbers: Numbers, side: int, engine: Engine
    ) -> bool:
        for scale in STEPS_APART:
            there = beside(numbers, scale)[side]
            try:
                found, right = second.at(there), engine(there)
            except (Mismatch, NotFinite, ArithmeticError, ValueError):
                continue  # beyond a branch or an edge: nearer
            return _agrees(found, right, there, engine)
        return True


def _agrees(found: Numbers, right: Numbers, numbers: Numbers, engine: Engine) -> bool:
    """Whether both are the same, as far as floats can tell."""
    least = SUBNORMAL + OF_THE_LARGEST * max(map(abs, right), default=0.0)
    far = [k for k, (a, b) in enumerate(zip(found, right, strict=True))
           if not abs(a - b) <= least + AGREEMENT * max(abs(a), abs(b))]
    if not far:
        return True
    runs = [right]
    for sign in (1.0, -1.0):
        moves = [1.0 + sign * (-1.0) ** k * ULPS for k in range(len(numbers))]
        try:
            runs.append(engine(tuple([x * move for x, move in zip(numbers, moves, strict=True)])))
        except (ArithmeticError, ValueError):
            return True  # rounding decides whether there is a number at all
    spreads = [max(column) - min(column) for column in zip(*runs, strict=True)]
    return all(abs(found[k] - right[k]) <= SPREADS * spreads[k] for k in far)
