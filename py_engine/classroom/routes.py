"""Ways to the loss and its gradient at a point, and to the losses over many points."""

from __future__ import annotations

from array import array
from typing import Protocol

from py_engine import value_and_grad
from py_engine.classroom.linked import LinkedEngine
from py_engine.classroom.run import Loss, Point

Gradient = tuple[float, ...]


class Route(Protocol):
    """One way to values and gradients."""

    def value_and_gradient(self, point: Point) -> tuple[float, Gradient]:
        """The loss and its gradient; raises what the learner's code or the engine raises."""

    def values(self, points: array[float]) -> array[float]:
        """The losses at points given one after the other; nan where there is none."""


class Eager:
    """The learner's function itself: on Nodes for gradients, on floats for values."""

    def __init__(self, loss: Loss) -> None:
        self._loss = loss
        self._value_and_gradient = value_and_grad(loss)

    def value_and_gradient(self, point: Point) -> tuple[float, Gradient]:
        """The loss and its gradient, by a new tape."""
        return self._value_and_gradient(*point)

    def values(self, points: array[float]) -> array[float]:
        """The losses on plain floats."""
        size = len(self._loss.start)
        return array("d", [self._loss.value(tuple(points[i:i + size]))
                           for i in range(0, len(points), size)])


class OwnEngine(Eager):
    """The student's own Node, and its backward()."""

    def __init__(self, loss: Loss, engine: LinkedEngine) -> None:
        super().__init__(loss)
        self._engine = engine

    def value_and_gradient(self, point: Point) -> tuple[float, Gradient]:
        """The loss and its gradient, by a new graph of the student's nodes."""
        value, gradient, *_ = self._engine.evaluate(self._loss, point)
        return value, gradient
