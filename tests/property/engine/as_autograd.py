"""HIPS autograd's interface, over this engine, as far as its tests of scalar operations ask for it.

    python -m tests.property.engine.as_autograd .../autograd/tests/test_scalar_ops.py

runs them from a checkout of https://github.com/HIPS/autograd, as they are, and says what came of
each. `autograd.numpy` is numpy itself, whose functions take Nodes; sinc alone is written out, since
it asks for arrays. `check_grads` is what autograd documents it to be: in both modes, and of these
again, up to the order, derivatives are held against differences.
"""

from __future__ import annotations

import math
import random
import runpy
import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import numpy as np

from py_engine import grad, jvp, vjp

STEP, NEAR = 1e-6, 1e-6
CHANCE = random.Random(0)


def check_grads(
    f: Callable[..., Any], modes: Sequence[str] = ("fwd", "rev"), order: int = 2
) -> Callable[..., None]:
    """A function that raises AssertionError where a derivative is not what differences say."""

    def check(*point: float) -> None:
        point = tuple(map(float, point))
        move = tuple([CHANCE.gauss(0.0, 1.0) for _ in point])
        ahead, behind = (f(*[x + sign * STEP / 2 * d for x, d in zip(point, move, strict=True)])
                         for sign in (1.0, -1.0))
        by_differences = (float(ahead) - float(behind)) / STEP
        found = {"fwd": jvp(f, point, move)[1],
                 "rev": sum(g * d for g, d in zip(vjp(f, *point)[1](1.0), move, strict=True))}
        for mode in modes:
            assert is_near(found[mode], by_differences), (mode, point, found[mode], by_differences)
        if order > 1:
            size = len(point)
            derivatives = {
                "fwd": lambda *xs: jvp(f, xs[:size], xs[size:])[1],
                "rev": lambda *xs: sum(
                    g * d for g, d in zip(vjp(f, *xs[:size])[1](1.0), xs[size:], strict=True)),
            }
            for mode in modes:
                check_grads(derivatives[mode], modes, order - 1)(*point, *move)

    return check


def is_near(a: float, b: float) -> bool:
    """Whether two numbers are the same, as far as differences can tell."""
    return abs(a - b) < NEAR or abs(a - b) < NEAR * abs(a + b)


def sinc(x: Any) -> Any:
    """The sine of pi x, divided by pi x."""
    return np.sin(math.pi * x) / (math.pi * x)


NUMPY = ModuleType("autograd.numpy")
vars(NUMPY).update(vars(np) | {"sinc": sinc, "random": np.random})


def modules() -> dict[str, ModuleType]:
    """The modules that the tests import, under their names."""
    autograd, util = ModuleType("autograd"), ModuleType("autograd.test_util")
    autograd.numpy = NUMPY  # type: ignore[attr-defined]
    autograd.grad, util.check_grads = grad, check_grads  # type: ignore[attr-defined]
    return {"autograd": autograd, "autograd.numpy": NUMPY, "autograd.numpy.random": np.random,
            "autograd.test_util": util}


def outcomes(file: str) -> dict[str, str]:
    """What came of each test in a file: "passed", or what it raised."""
    before = {name: sys.modules.get(name) for name in modules()}
    sys.modules.update(modules())
    found = {}
    try:
        for name, test in runpy.run_path(file).items():
            if name.startswith("test_"):
                try:
                    test()
                    found[name] = "passed"
                except Exception as error:
                    found[name] = f"{type(error).__name__}: {error}"
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
    return found


def main() -> None:
    """Run the tests of the file that is named."""
    found = outcomes(sys.argv[1])
    for name, what in found.items():
        print(f"{name:30} {what.splitlines()[0]}")
    passed = sum(what == "passed" for what in found.values())
    print(f"{passed} of {len(found)} pass")
    sys.exit(passed < len(found))


if __name__ == "__main__":
    main()
