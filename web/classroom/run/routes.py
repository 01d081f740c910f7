"""Ways to the loss and its gradient at a point, and to the losses over many points."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from math import nan
from typing import Protocol, cast

from classroom.run.linked import LinkedEngine
from classroom.run.workshop import Loss, Point
from py_engine.gradients import flat_value_and_grad
from py_engine.jit import Instantiate, Jit, jit

Gradient = tuple[float, ...]
Rows = Sequence[Sequence[float]]


class Route(Protocol):
    """One way to values and gradients."""

    def value_and_gradient(self, point: Point) -> tuple[float, Gradient]:
        """The loss and its gradient; raises what the learner's code or the engine raises."""

    def value(self, point: Point) -> float:
        """The loss alone; nan where it has none."""

    def grid(self, held: Sequence[float], x: int, y: int | None, xs: Sequence[float],
             ys: Sequence[float]) -> array[float]:
        """The losses with parameters number x and y (None for a curve) taken from xs and ys.

        Row by row from the first of ys; the other parameters are held. nan where there is no loss.
        """


class Eager:
    """The learner's function itself: on Nodes for gradients, on floats for values."""

    def __init__(self, loss: Loss) -> None:
        self._loss = loss
        self._value_and_gradient = flat_value_and_grad(loss.quiet)

    def value_and_gradient(self, point: Point) -> tuple[float, Gradient]:
        """The loss and its gradient, by a new tape."""
        return self._value_and_gradient(*point)

    def value(self, point: Point) -> float:
        """The loss on plain floats."""
        return self._loss.value(point)

    def grid(self, held: Sequence[float], x: int, y: int | None, xs: Sequence[float],
             ys: Sequence[float]) -> array[float]:
        """The losses on plain floats, one after the other."""
        point, values = list(held), array("d")
        for below in ys:
            if y is not None:
                point[y] = below
            for across in xs:
                point[x] = across
                values.append(self._loss.value(tuple(point)))
        return values

    def rows(self, *point: float) -> Rows:
        """The second derivatives, row by row."""
        from py_engine.modes import hessian  # few ask for it: the memory image is without it

        return cast(Rows, hessian(self._loss.quiet, tuple(range(len(point))))(*point))


class OwnEngine(Eager):
    """The student's own Node, and its backward(); values without gradients need no Node.

    Those come from `values`, which may be the compiled loss: a map of 200 x 200 samples of a mean
    over 1,000 points takes minutes on plain floats in the browser.
    """

    def __init__(self, loss: Loss, engine: LinkedEngine, values: Route) -> None:
        super().__init__(loss)
        self.engine = engine
        self.values = values

    def value_and_gradient(self, point: Point) -> tuple[float, Gradient]:
        """The loss and its gradient, by a new graph of the student's nodes."""
        value, gradient, *_ = self.engine.evaluate(self._loss.quiet, point)
        return value, gradient

    def value(self, point: Point) -> float:
        """The loss without a graph."""
        return self.values.value(point)

    def grid(self, held: Sequence[float], x: int, y: int | None, xs: Sequence[float],
             ys: Sequence[float]) -> array[float]:
        """The losses without graphs."""
        return self.values.grid(held, x, y, xs, ys)


class Compiled:
    """The loss traced once, and compiled; where that cannot be, it says so in `jit.reason`."""

    def __init__(self, loss: Loss, jit: Jit) -> None:
        self.jit = jit
        self._loss = loss

    def value_and_gradient(self, point: Point) -> tuple[float, Gradient]:
        """The loss and its gradient, by compiled code where its guards hold."""
        return self.jit.flat(*point)

    def value(self, point: Point) -> float:
        """The loss by compiled code, or on plain floats."""
        try:
            return self.jit.value(*point)
        except Exception:
            # Learners' code may raise anything where it has no value.
            return nan

    def grid(self, held: Sequence[float], x: int, y: int | None, xs: Sequence[float],
             ys: Sequence[float]) -> array[float]:
        """The losses by compiled code, all at once."""
        return self.jit.grid(held, x, y, xs, ys)

    def rows(self, *point: float) -> Rows:
        """The second derivatives, by compiled code where there is some."""
        return self.jit.rows(*point)


class Descending:
    """A route as a descent takes it: value and gradient by a call, and the second derivatives."""

    def __init__(self, route: Eager | Compiled) -> None:
        self._evaluate, self.rows = route.value_and_gradient, route.rows

    def __call__(self, *point: float) -> tuple[float, Gradient]:
        """The loss and its gradient."""
        return self._evaluate(point)


def compiled(route: Route) -> Jit | None:
    """The compiled loss that a route goes by, for its values at least; None if there is none."""
    inner = route.values if isinstance(route, OwnEngine) else route
    return inner.jit if isinstance(inner, Compiled) else None


def quickest(loss: Loss, instantiate: Instantiate | None) -> tuple[Eager | Compiled, str | None]:
    """The compiled loss where there can be one, else the function itself, and why."""
    fast = jit(loss.quiet, instantiate, annotate=True)
    if fast.prepare(loss.start) is None and fast.fault is None:
        return Eager(loss), fast.reason
    return Compiled(loss, fast), None


def quickest_values(loss: Loss, instantiate: Instantiate | None) -> Eager | Compiled:
    """The quickest way to values of a loss that is written for another engine's Nodes."""
    try:
        return quickest(loss, instantiate)[0]
    except Exception:
        # The loss may ask of our Nodes what only the student's can do; floats are left.
        return Eager(loss)
