"""jit: the learner's loss, traced once, rolled, and compiled.

    >>> from py_engine.jit import jit
    >>> fast = jit(lambda x, y: x * y + x)
    >>> fast(3.0, 4.0)
    (15.0, (5.0, 3.0))

`jit(f)` is called like `value_and_grad(f)`, and gives the same; and so do `jit(f).hessian` and
`jit(f).hvp` what `hessian(f)` and `hvp(f)` give. The stages are modules, in the
order in which a loss goes through them:

    trace         run the loss on nodes, and read the program off the tape
    roll          find what repeats, and keep it once
    links, fuse   find out where each operand comes from; make one loop of two
    carries       what a loop hands from one repetition to the next
    rules, lower  forward and backward, as statements
    python_code   ... as Python, to read and to run
    wasm_code     ... as WebAssembly
    tangents      the same for second derivatives; second: their use
    soundness     what must hold of all that is emitted
    reach         all that the loss can read besides its parameters: code_names, plain_data
    guards        ... and whether it has changed
    selfcheck     whether compiled code gives what the engine gives
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from math import isfinite, nan
from numbers import Real
from typing import TYPE_CHECKING, Any, TypeVar, overload

from ..gradients import flat_value_and_grad
from ..handle import number
from ..node import Node
from .cells import cell_at, sampled
from .guards import Randomness, Watched
from .host import Instance, Instantiate
from .inside import Inside
from .program import Program, same
from .selfcheck import (
    STEPS_APART,
    Budget,
    Evaluation,
    Fault,
    beside,
    disagreeing,
    everything,
)
from .trace import NotTraceable, observe, program_of, trace
from .variant import Mismatch, NotFinite, Result, Variant
from .wasm_code import NotCompilable

if TYPE_CHECKING:
    from ..signatures import SecondDerivatives
    from .second import SecondOrder

__all__ = ["Fault", "Instance", "Instantiate", "Jit", "jit", "trace"]

MOST_VARIANTS = 8
AGREEMENT = 1e-9
CALLS_APART = 256
PLACES = (0.5, 0.25, 0.75, 0.0, 0.125, 0.875)
"""Where among the cells that no variant fits another one is looked for: some have no value."""
REMEMBERS = "The loss gives another value when it is called again."
CHANGES = "The loss changes data that it reads, so it is another one each time."
FAULTY = "Our compiled code gave a wrong number for this loss, so it is not used any more."
FAILED = "Our compiler failed at this loss, so what it makes is not used."
FOR_GOOD = (REMEMBERS, CHANGES, FAULTY, FAILED)


Second = TypeVar("Second", bound="SecondDerivatives")


@overload
def jit(
    f: Second, instantiate: Instantiate | None = None, *, watch: bool = True, annotate: bool = False
) -> Second: ...
@overload
def jit(
    f: Callable[..., Any],
    instantiate: Instantiate | None = None,
    *,
    watch: bool = True,
    annotate: bool = False,
) -> Jit: ...
def jit(
    f: Any,
    instantiate: Instantiate | None = None,
    *,
    watch: bool = True,
    annotate: bool = False,
) -> Any:
    """A fast `value_and_grad(f)`; of `hessian(f)` and `hvp(f)`, the same, compiled.

    `instantiate` makes WebAssembly run (see `host`); without it, generated Python is run.
    `watch`: compare the data that `f` reads from outside with what it was, at each call; only who
    knows that nothing can change between two calls may turn it off. `annotate`: find the names
    that the code of `f` has for its values, for a source that reads better.
    """
    loss, which = getattr(f, "second_of", (f, ""))
    fast = Jit(loss, instantiate, watch, annotate)
    return getattr(fast, which) if which else fast


class Jit(Inside):
    """A compiled loss. It compiles when it is first called, or when it is asked how it works.

    how       'wasm', 'python' or 'eager': how points are computed
    reason    one sentence: why it is not WebAssembly, where it is not
    program, rolled, linked     the stages, of the variant used last; None where it runs eagerly
    source, wasm, wat, code     what was emitted: Python, the module, its text, and all about it
    fault                       where compiled code was found to be wrong; None as it should be
    """

    def __init__(
        self,
        f: Callable[..., Any],
        instantiate: Instantiate | None,
        watch: bool,
        annotate: bool,
    ) -> None:
        self.f = f
        self.instantiate = instantiate
        self.watch = watch
        self.annotate = annotate
        self.eager = flat_value_and_grad(f)
        self.variants: list[Variant] = []
        self.watched = Watched(f)
        self.refusal: str | None = None
        self.fault: Fault | None = None
        self.budget = Budget()
        self.calls = 0

    def __call__(self, *point: float) -> tuple[float, Any]:
        """The value and the gradient, as `value_and_grad(f)` gives them, and raises."""
        value, gradient = self.flat(*point)
        return value, gradient[0] if len(point) == 1 else gradient

    def flat(self, *point: float) -> Result:
        """The value and the gradient, a tuple of one number too.

        Where `f` is run, it is run for this result first; whatever compares it comes after that.
        """
        if self.watch and self.watched.changed():
            self.forget()
        for variant in self.variants:
            try:
                result = variant.value_and_gradient(point)
            except Mismatch:
                continue
            except NotFinite:
                return self.eager(*point)
            except Exception as error:  # ours, or that of a primitive of the learner's own
                return self._checked(variant, point, error)
            if variant is not self.variants[0]:
                self.variants.remove(variant)
                self.variants.insert(0, variant)
            self.calls += 1  # written out, as this is the way of each call
            if (variant.proved and self.calls % CALLS_APART) or not self._is_due(variant):
                return result
            return self._checked(variant, point, result)
        return self._traced(point).outcome() if self._may_compile() else self.eager(*point)

    def forget(self) -> None:
        """Drop all compiled code: the data that the loss reads is not what it was."""
        self.variants.clear()
        if self.refusal not in FOR_GOOD:
            self.refusal = None
        self.watched = Watched(self.f)

    def _may_compile(self) -> bool:
        """Whether one more variant may be made; else there is a reason."""
        if self.refusal is None and self.watch:
            self.refusal = self.watched.refusal
        if self.refusal is None and len(self.variants) >= MOST_VARIANTS:
            self.refusal = (
                f"The loss took more than {MOST_VARIANTS} different ways through its branches."
            )
        return self.refusal is None

    def _traced(self, point: Sequence[float]) -> Evaluation:
        """Run the loss at this point, and compile it, if that can be. Raises what `f` raises."""
        randomness = Randomness(self.watched)
        leaves, returned, watch = observe(self.f, point, self.annotate)
        try:
            program = program_of(self.f, leaves, returned, watch)
        except NotTraceable as refusal:
            self.refusal = str(refusal)
        with Evaluation(self.f, leaves, returned) as traced:  # it ends what can be read off
            if self.refusal is None:
                try:
                    self._compile(program, traced, point, randomness)
                except (NotTraceable, NotCompilable) as refusal:
                    self.refusal = str(refusal)
            return traced

    def _compile(
        self, program: Program, traced: Evaluation, point: Sequence[float], randomness: Randomness
    ) -> None:
        """Add a variant, if it holds. Raises NotTraceable and NotCompilable."""
        randomness.refuse()
        program.catches = self.watched.catches
        if any(same(program, known.program) for known in self.variants):
            return  # it takes a known way, where compiled code cannot follow
        try:
            variant = Variant(program, self.instantiate)
        except NotCompilable:
            raise
        except Exception as error:  # the compiler has a fault, which is not the learner's
            self.refusal = FAILED
            at = tuple(map(float, point))
            self.fault = Fault(at, error, traced.result, None, traced.error)
            return
        self._confirm(variant, traced, point, randomness)
        if self.watch and self.watched.changed():
            raise NotTraceable(CHANGES)
        if self.refusal is None:
            self.variants.insert(0, variant)
            self.budget.begin()

    def _confirm(
        self, variant: Variant, traced: Evaluation, point: Sequence[float], randomness: Randomness
    ) -> None:
        """Compare with the tape that was traced, and run the loss once more, on plain floats."""
        variant.point = tuple(map(float, point))
        try:
            results = everything(variant, point)
        except (NotFinite, Mismatch):
            return  # rounding decides the branch, or there is no number
        if not self._is_right(variant, variant.point, results, traced) or traced.error:
            return
        try:
            again = number(self.f(*variant.point))
        except Exception:  # what fails on floats is asked again on nodes, whose error is raised
            again = self.eager(*point)[0]
        randomness.refuse()
        assert not isinstance(results[0], Exception)
        value, _gradient = results[0]
        if not abs(again - value) <= AGREEMENT * max(1.0, abs(again), abs(value)):
            raise NotTraceable(REMEMBERS)

    # The self-check

    def check(self, *point: float) -> bool:
        """Compare compiled code with the engine and with plain floats at this point.

        False if it was wrong: then `fault` says how, and from now on the loss runs eagerly. True
        where no compiled code is used, as the engine itself is then.
        """
        for variant in list(self.variants):
            try:
                results = everything(variant, point)
            except Mismatch:
                continue
            except NotFinite:
                break
            at = tuple(map(float, point))
            with self.budget.spending(), Evaluation.at(self.f, at) as found:
                return self._is_right(variant, at, results, found)
        return True

    def sample(self, *point: float) -> bool:
        """The same, if a check may be made now: see `selfcheck.Budget`."""
        return not self.budget.grants("call") or self.check(*point)

    def check_values(self, points: Sequence[Sequence[float]], values: Sequence[float]) -> bool:
        """Compare values that compiled code gave with plain floats; nan where there is none.

        False, a `fault` and so on if one is wrong.
        """
        with self.budget.spending():
            return all(map(self._value_holds, points, values))

    def _is_due(self, variant: Variant) -> bool:
        """Whether compiled code is to be checked now: before it is used, and at times."""
        return not variant.proved or (self.calls % CALLS_APART == 0 and self.budget.grants("call"))

    def _sampling(self, variant: Variant) -> AbstractContextManager[None]:
        """The time of a check is a sample's, unless it is one that proves the variant."""
        return self.budget.spending() if variant.proved else nullcontext()

    def _checked(
        self, variant: Variant, point: Sequence[float], result: Result | Exception
    ) -> Result:
        """The result of the engine; that of compiled code, or its error, is compared with it."""
        at = tuple(map(float, point))
        with self._sampling(variant), Evaluation.at(self.f, at) as found:
            if self._is_right(variant, at, [result], found):
                self._is_proved(variant)
        return found.outcome()

    def _is_proved(self, variant: Variant) -> bool:
        """Compare a variant with the engine beside where it was traced, unless that was done."""
        if variant.proved:
            return True
        variant.proved = True
        for side in (0, 1):
            for scale in STEPS_APART:
                point = beside(variant.point, scale)[side]
                try:
                    results = everything(variant, point)
                except (Mismatch, NotFinite):
                    continue  # beyond a branch or an edge: nearer
                with Evaluation.at(self.f, point) as found:
                    if not self._is_right(variant, point, results, found):
                        return False
                break
        return True

    def _is_right(
        self,
        variant: Variant,
        point: tuple[float, ...],
        results: Sequence[Result | Exception],
        found: Evaluation,
    ) -> bool:
        """Whether the results are the engine's. If not, no compiled code is used any more."""
        wrong = disagreeing(results, found, variant.program, point)
        if wrong is None:
            return True
        self.variants.clear()
        program = found.program()
        if program is None or not same(program, variant.program):
            with Evaluation.at(self.f, variant.point) as again:
                first = again.program()
            if first is None or not same(first, variant.program):
                self.refusal = REMEMBERS  # it is not one function
                return False
        self.refusal = FAILED if isinstance(wrong, Exception) else FAULTY
        self.fault = Fault(point, wrong, found.result, variant, found.error)
        return False

    def _value_holds(self, point: Sequence[float], value: float) -> bool:
        if not self.variants or not isfinite(value):
            return True  # where there is no number, none is wrong
        try:
            right = number(self.f(*map(float, point)))
        except Exception:  # floats may lack what nodes have; the engine decides
            right = nan
        if abs(right - value) <= AGREEMENT * max(abs(right), abs(value)):
            return True
        return self.check(*point)

    # Second derivatives

    @cached_property
    def second(self) -> SecondOrder:
        """The second derivatives, compiled when they are asked for, and how they are computed."""
        from .second import SecondOrder  # most losses, and the page, do without

        return SecondOrder(self)

    def hessian(self, *point: float) -> Any:
        """The second derivatives, as `hessian(f)` gives them, and raises."""
        rows = self.rows(*point)
        return rows[0][0] if len(point) == 1 else rows

    def rows(self, *point: float) -> tuple[tuple[float, ...], ...]:
        """The same row by row, of one parameter too."""
        return self.second.rows(*point)

    def hvp(self, point: Any, direction: Any) -> Any:
        """The Hessian at a point times a direction, as `hvp(f)` gives it, and raises."""
        if isinstance(point, Real):
            point, direction = (point,), (direction,)
        product = self.second.product(point, direction)
        return product[0] if len(product) == 1 else product

    def fitting(self, point: Sequence[float]) -> Iterator[Variant]:
        """The variants, of which one may fit this point; the last is made for it."""
        if self.watch and self.watched.changed():
            self.forget()
        yield from list(self.variants)
        if self._variant_at(point):
            yield self.variants[0]

    # Looking inside

    def prepare(self, point: Sequence[float] | None = None) -> Variant | None:
        """Compile, at this point or the defaults of the parameters; None if it runs eagerly."""
        if not self.variants and self._may_compile():
            self._traced(tuple(point or getattr(self.f, "__defaults__", None) or ()))
        return self.variants[0] if self.variants else None

    def modules(self) -> list[tuple[Instance, dict[str, Any]]]:
        """Each variant's running module with its `abi`, for a host that calls it by itself.

        Wherever one of them gives a finite result at status 0, it is the result of a call of this
        object. Empty where there is none, or when the data is not what it was. Those are left out
        that no call of this object has proved yet. The host leaves one point in some hundreds to
        this object, for `sample`.
        """
        if self.watched.changed():
            return []
        return [(variant.instance, variant.code.abi())
                for variant in self.variants if variant.instance is not None and variant.proved]

    # Values alone

    def value(self, *point: float) -> float:
        """The loss alone. Raises what `f` raises."""
        if self.watch and self.watched.changed():
            self.forget()
        for variant in self.variants:
            try:
                value = variant.value(point)
            except Mismatch:
                continue
            except NotFinite:
                break
            except Exception:  # see `__call__`
                self.check(*point)
                break
            self.calls += 1
            if not self._is_due(variant):
                return value
            with self._sampling(variant):
                right = self._alone(point)
                if self._is_proved(variant):
                    self._value_holds(point, value)
            return right
        return self._alone(point)

    def _alone(self, point: Sequence[float]) -> float:
        """The value by `f` itself: on floats, or on nodes where it asks for what only they have."""
        try:
            return number(self.f(*point))
        except AttributeError:
            result = self.f(*map(Node, point))
            return result.value if isinstance(result, Node) else number(result)

    def grid(
        self,
        held: Sequence[float],
        x: int,
        y: int | None,
        xs: Sequence[float],
        ys: Sequence[float] = (0.0,),
    ) -> array[float]:
        """The loss over a grid, row by row from the first of `ys`; nan where it has no value.

        Parameters number x and y (None for a curve) take the numbers of xs and ys; the others are
        held. Cells beyond a branch are traced there, and filled by that variant.
        """
        if self.watch and self.watched.changed():
            self.forget()
        xs, ys = array("d", xs), array("d", ys)
        values = self._compiled_grid(held, x, y, xs, ys)
        if values is None:
            cells = range(len(xs) * len(ys))
            values = array("d", [self._value_or_nan(cell_at(held, x, y, xs, ys, c)) for c in cells])
        if not all(map(isfinite, values)):
            values = array("d", [value if isfinite(value) else nan for value in values])
        return values

    def _compiled_grid(
        self, held: Sequence[float], x: int, y: int | None, xs: array[float], ys: array[float]
    ) -> array[float] | None:
        """The losses over a grid; None if compiled code was found to be wrong meanwhile."""
        values = array("d", [nan]) * (len(xs) * len(ys))
        missing = list(range(len(values)))
        waiting = list(self.variants)
        while missing:
            if not waiting:
                cells = (missing[int(part * len(missing))] for part in PLACES)
                points = (cell_at(held, x, y, xs, ys, cell) for cell in cells)
                if not any(map(self._variant_at, points)):
                    break
                waiting.append(self.variants[0])
            variant = waiting.pop(0)
            if not self._is_proved(variant):
                return None
            try:
                found, failed = variant.grid(held, x, y, xs, ys)
            except Exception:  # see `__call__`
                for cell in sampled(len(xs), len(ys)):
                    self.check(*cell_at(held, x, y, xs, ys, cell))
                return None
            if len(missing) == len(values):
                values, missing = found, failed
                continue
            left = set(failed)
            for cell in missing:
                if cell not in left:
                    values[cell] = found[cell]
            missing = [cell for cell in missing if cell in left]
        for cell in missing:
            values[cell] = self._value_or_nan(cell_at(held, x, y, xs, ys, cell))
        if self.budget.grants("grid"):
            with self.budget.spending():
                for cell in sampled(len(xs), len(ys)):
                    if not self._value_holds(cell_at(held, x, y, xs, ys, cell), values[cell]):
                        return None
        return values

    def _variant_at(self, point: Sequence[float]) -> bool:
        known = len(self.variants)
        try:
            if self._may_compile():
                self._traced(point)
        except Exception:  # `f` has no value there, whatever it raises: left to the floats
            return False
        return len(self.variants) > known

    def _value_or_nan(self, point: Sequence[float]) -> float:
        try:
            return self._alone(point)
        except Exception:  # `f` may raise anything where it has no value
            return nan
