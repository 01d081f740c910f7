"""Values, gradients and Hessians in both modes are those of JAX, in double precision."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from typing import Any

import jax
import jax.numpy as jnp
from jax import nn
from jax.scipy import special

import py_engine
from py_engine import hessian, hvp, jacobian, jvp, value_and_grad

jax.config.update("jax_enable_x64", True)

NUMBERS = (0.31, -0.64, 0.92, 1.7, -2.3)
OTHER_NAMES = {
    "asin": jnp.arcsin, "acos": jnp.arccos, "atan": jnp.arctan, "atan2": jnp.arctan2,
    "asinh": jnp.arcsinh, "acosh": jnp.arccosh, "atanh": jnp.arctanh, "erf": special.erf,
    "sigmoid": nn.sigmoid, "softplus": nn.softplus, "relu": nn.relu, "lgamma": special.gammaln,
    "digamma": special.digamma,
}  # fmt: skip
ONE = (
    "sqrt cbrt exp expm1 exp2 log log1p log2 log10 sin cos tan asin acos atan sinh cosh tanh asinh "
    "acosh atanh erf sigmoid softplus relu lgamma digamma"
).split()
TWO = "atan2 hypot maximum minimum".split()
OF_TWO: dict[str, Callable[[Any, Any], Any]] = {
    "power": lambda a, b: abs(a) ** b,
    "quotient": lambda a, b: a / (b * b + 0.5),
    "product": lambda a, b: a * b * b,
}


def loss(library: Any, xs: Any) -> Any:
    """A regression with a norm, a log-sum-exp and a recurrence."""
    h: Any = 0.0
    for k in range(6):
        h = library.tanh(xs[0] * (0.2 * k) + xs[1] * h)
    low = library.exp(xs[0]) + library.exp(xs[1] * xs[2])
    return (h - xs[2]) ** 2 + library.log(low) + library.sqrt(xs[0] ** 2 + xs[2] ** 2 + 0.1)


def cases() -> list[tuple[str, Any, Any, tuple[float, ...]]]:
    found = []
    for name in ONE:
        theirs = OTHER_NAMES.get(name) or getattr(jnp, name)
        found += [(name, getattr(py_engine, name), theirs, (x,)) for x in NUMBERS]
    for name in TWO:
        theirs = OTHER_NAMES.get(name) or getattr(jnp, name)
        pairs = itertools.permutations(NUMBERS, 2)
        found += [(name, getattr(py_engine, name), theirs, point) for point in pairs]
    for name, f in OF_TWO.items():
        found += [(name, f, f, point) for point in itertools.permutations(NUMBERS, 2)]
    for point in itertools.permutations(NUMBERS, 3):
        found.append(("loss", lambda *xs: loss(py_engine, xs), lambda *xs: loss(jnp, xs), point))
    return found


def ours(f: Any, point: tuple[float, ...]) -> list[float]:
    """Value, gradient, Hessian, and what both modes give along a direction."""
    places = tuple(range(len(point)))
    value, gradient = value_and_grad(f, places)(*point)
    rows = hessian(f, places)(*point)
    move = tuple([1.0 + 0.5 * k for k in places])
    along = hvp(f)(point, move)
    return [value, *gradient, *itertools.chain(*rows), jvp(f, point, move)[1],
            *(along if len(point) > 1 else [along]),
            *(row[0] for row in jacobian(lambda *xs: [f(*xs)] * 2, (0,))(*point))]  # fmt: skip


def theirs(f: Any, point: tuple[float, ...]) -> list[float]:
    places = tuple(range(len(point)))
    move = tuple([1.0 + 0.5 * k for k in places])
    value, gradient = jax.value_and_grad(f, places)(*point)
    rows = jax.hessian(f, places)(*point)
    along = jax.jvp(jax.grad(f, places), point, move)[1]
    first = jax.jacrev(lambda *xs: jnp.stack([f(*xs)] * 2))(*point)
    found = [value, *gradient, *itertools.chain(*rows), jax.jvp(f, point, move)[1], *along, *first]
    return [float(x) for x in found]


def main() -> None:
    compared, wrong = 0, []
    for name, own, other, point in cases():
        try:
            found = ours(own, point)
        except (ArithmeticError, ValueError):
            assert name not in ("loss", *OF_TWO), (name, point)  # there is none: JAX says nan
            continue
        right = theirs(other, point)
        compared += len(found)
        for one, expected in zip(found, right, strict=True):
            if not math.isclose(one, expected, rel_tol=1e-10, abs_tol=1e-12):
                wrong.append(f"{name} at {point}: {one}, not {expected}")
    assert not wrong, "\n".join(wrong)
    assert compared > 1000
    print(f"agreed: {compared} numbers")


if __name__ == "__main__":
    main()
