"""Optimizers: from the gradient at each step to the move that is made.

Each optimizer is a frozen record of its settings. `begin(size)` gives a fresh function
`move(index, gradient)`, which keeps what the method remembers from step to step: so one optimizer
serves any number of descents. Steps are counted from 0.

A rate is a number, or a schedule: a function from the step's index to a number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import cos, pi, sqrt
from typing import Protocol

Schedule = Callable[[int], float]
Rate = float | Schedule
Move = Callable[[int, Sequence[float]], list[float]]


class Optimizer(Protocol):
    """What `descend` asks of an optimizer."""

    def begin(self, size: int) -> Move:
        """A function that gives the move for each step of one descent in `size` parameters."""


def rate_at(rate: Rate, index: int) -> float:
    """The rate for this step."""
    return rate(index) if callable(rate) else rate


@dataclass(frozen=True)
class GradientDescent:
    """Against the gradient: move = -rate * gradient (A. Cauchy, 1847)."""

    rate: Rate = 0.1

    def begin(self, size: int) -> Move:
        """See `Optimizer`."""

        def move(index: int, gradient: Sequence[float]) -> list[float]:
            rate = rate_at(self.rate, index)
            return [-rate * slope for slope in gradient]

        return move


@dataclass(frozen=True)
class Momentum:
    """A heavy ball: velocity keeps a part of itself and gains the gradient (B. Polyak, 1964)."""

    rate: Rate = 0.1
    momentum: float = 0.9

    def begin(self, size: int) -> Move:
        """See `Optimizer`."""
        velocity = [0.0] * size

        def move(index: int, gradient: Sequence[float]) -> list[float]:
            rate = rate_at(self.rate, index)
            velocity[:] = [self.momentum * v + g for v, g in zip(velocity, gradient, strict=True)]
            return [-rate * v for v in velocity]

        return move


@dataclass(frozen=True)
class Nesterov:
    """Momentum that looks ahead (Y. Nesterov, 1983), in the form that PyTorch uses."""

    rate: Rate = 0.1
    momentum: float = 0.9

    def begin(self, size: int) -> Move:
        """See `Optimizer`."""
        velocity = [0.0] * size

        def move(index: int, gradient: Sequence[float]) -> list[float]:
            rate, keep = rate_at(self.rate, index), self.momentum
            velocity[:] = [keep * v + g for v, g in zip(velocity, gradient, strict=True)]
            return [-rate * (g + keep * v) for v, g in zip(velocity, gradient, strict=True)]

        return move


@dataclass(frozen=True)
class AdaGrad:
    """Smaller steps for parameters that have moved much (J. Duchi et al., 2011)."""

    rate: Rate = 0.1
    epsilon: float = 1e-10

    def begin(self, size: int) -> Move:
        """See `Optimizer`."""
        squares = [0.0] * size

        def move(index: int, gradient: Sequence[float]) -> list[float]:
            rate = rate_at(self.rate, index)
            squares[:] = [s + g * g for s, g in zip(squares, gradient, strict=True)]
            return [
                -rate * g / (sqrt(s) + self.epsilon) for s, g in zip(squares, gradient, strict=True)
            ]

        return move


@dataclass(frozen=True)
class RMSProp:
    """AdaGrad with a memory that fades (G. Hinton's lectures, 2012)."""

    rate: Rate = 0.01
    decay: float = 0.99
    epsilon: float = 1e-8

    def begin(self, size: int) -> Move:
        """See `Optimizer`."""
        squares = [0.0] * size

        def move(index: int, gradient: Sequence[float]) -> list[float]:
            rate, keep = rate_at(self.rate, index), self.decay
            squares[:] = [
                keep * s + (1.0 - keep) * g * g for s, g in zip(squares, gradient, strict=True)
            ]
            return [
                -rate * g / (sqrt(s) + self.epsilon) for s, g in zip(squares, gradient, strict=True)
            ]

        return move


@dataclass(frozen=True)
class Adam:
    """Momentum and RMSProp, both corrected for their start at 0 (D. Kingma, J. Ba, 2015)."""

    rate: Rate = 0.01
    momentum: float = 0.9
    decay: float = 0.999
    epsilon: float = 1e-8

    def begin(self, size: int) -> Move:
        """See `Optimizer`."""
        means, squares = [0.0] * size, [0.0] * size

        def move(index: int, gradient: Sequence[float]) -> list[float]:
            rate, first, second = rate_at(self.rate, index), self.momentum, self.decay
            means[:] = [first * m + (1.0 - first) * g for m, g in zip(means, gradient, strict=True)]
            squares[:] = [
                second * s + (1.0 - second) * g * g for s, g in zip(squares, gradient, strict=True)
            ]
            m_scale = 1.0 / (1.0 - first ** (index + 1))
            s_scale = 1.0 / (1.0 - second ** (index + 1))
            return [
                -rate * m * m_scale / (sqrt(s * s_scale) + self.epsilon)
                for m, s in zip(means, squares, strict=True)
            ]

        return move


# Schedules of the rate


def step_decay(rate: float, factor: float, every: int) -> Schedule:
    """The rate times `factor` after each `every` steps."""
    return lambda index: rate * factor ** (index // every)


def exponential_decay(rate: float, factor: float) -> Schedule:
    """The rate times `factor` after each step."""
    return lambda index: rate * factor**index


def inverse_decay(rate: float, halved_after: int) -> Schedule:
    """rate / (1 + index / halved_after): slow enough for noisy gradients (H. Robbins, S. Monro)."""
    return lambda index: rate / (1.0 + index / halved_after)


def cosine_decay(rate: float, steps: int, lowest: float = 0.0) -> Schedule:
    """From the rate down to the lowest, along half a wave of `steps` steps, and level after it."""
    return lambda index: (
        lowest + (rate - lowest) * 0.5 * (1.0 + cos(pi * min(index, steps) / steps))
    )
