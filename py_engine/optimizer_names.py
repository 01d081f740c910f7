"""The optimizers by name, as one chooses among them where nothing can be imported.

A page that offers this list has each optimizer that is added to it: see tools/optimizers.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from .descent import Searcher
from .optimizers import AdaGrad, Adam, GradientDescent, Momentum, Nesterov, Optimizer, RMSProp


class Named(NamedTuple):
    """An optimizer to choose.

    label            as one reads it
    make             the optimizer, with a rate
    has_rate         whether that rate changes anything
    searches         whether it evaluates the loss to find a step: then not on batches
    needs_curvature  whether it asks for second derivatives
    """

    label: str
    make: Callable[[float], Optimizer | Searcher]
    has_rate: bool = True
    searches: bool = False
    needs_curvature: bool = False


def line_search(rate: float) -> Searcher:
    """Gradient descent, each step as long as it pays."""
    from .searching import LineSearch  # the page's memory image is without it

    return LineSearch(GradientDescent(rate))


def lbfgs(_rate: float) -> Searcher:
    """L-BFGS, which finds the length of its steps."""
    from .searching import LBFGS

    return LBFGS()


def newton(_rate: float) -> Searcher:
    """Newton's method, which finds the length of its steps."""
    from .searching import Newton

    return Newton()


OPTIMIZERS: dict[str, Named] = {
    "gradient descent": Named("Gradient descent", GradientDescent),
    "momentum": Named("Momentum", Momentum),
    "nesterov": Named("Nesterov", Nesterov),
    "adagrad": Named("AdaGrad", AdaGrad),
    "rmsprop": Named("RMSProp", RMSProp),
    "adam": Named("Adam", Adam),
    "line search": Named("Line search", line_search, searches=True),
    "l-bfgs": Named("L-BFGS", lbfgs, has_rate=False, searches=True),
    "newton": Named("Newton’s method", newton, has_rate=False, searches=True,
                    needs_curvature=True),
}  # fmt: skip
