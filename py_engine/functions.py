"""The functions of the engine: of floats and of Nodes alike.

Each is a row of the table of primitives, under the name that `math` has for it. On floats they give
what `math` gives; on Nodes the same number, with a gradient.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .node import Node, Result, apply, number, unary
from .primitives import PRIMITIVES

cbrt, exp, expm1, exp2, log1p, log2, log10 = map(
    unary, "cbrt exp expm1 exp2 log1p log2 log10".split()
)
sin, cos, tan, asin, acos, atan = map(unary, "sin cos tan asin acos atan".split())
sinh, cosh, tanh, asinh, acosh, atanh = map(unary, "sinh cosh tanh asinh acosh atanh".split())
erf, sigmoid, softplus, relu = map(unary, "erf sigmoid softplus relu".split())
sqrt, natural_log = map(unary, "sqrt log".split())


def log(x: Node | float, base: Node | float | None = None) -> Any:
    """The natural logarithm, or the logarithm to a base."""
    return natural_log(x) if base is None else natural_log(x) / natural_log(base)


def stop_gradient(x: Node | float) -> Any:
    """The same number, through which no gradient flows."""
    return apply(PRIMITIVES["stop_gradient"], x)


def hypot(*coordinates: Node | float) -> Any:
    """The length of a vector: sqrt(x**2 + y**2 + ...), whose gradient at the origin is 0."""
    return apply(PRIMITIVES["hypot"], *coordinates)


def total(terms: Iterable[Node | float]) -> Any:
    """The sum, added from left to right; 0.0 if there are no terms.

    The builtin `sum` adds Nodes so too. But floats it adds otherwise since Python 3.12: it carries
    the rounding errors along, and may end with another last digit.
    """
    return add_up(terms)[0]


def mean(terms: Iterable[Node | float]) -> Any:
    """The sum, added from left to right, divided by the number of terms.

    Raises ValueError if there are none.
    """
    result, number_of_terms = add_up(terms)
    if not number_of_terms:
        raise ValueError("mean of no numbers. Give it at least one.")
    return result / number_of_terms


def add_up(terms: Iterable[Node | float]) -> tuple[Any, int]:
    """The sum, added from left to right, and the number of terms.

    Nobody sees the sums on the way. So once there is a handle on such a sum, it is moved on from
    one to the next, instead of making a new one for each.
    """
    result: Any = 0.0
    number_of_terms = 0
    ours = False
    for term in terms:
        number_of_terms += 1
        if ours and term.__class__ is Result and term.tape is result.tape:
            cells = term.tape.cells
            value = result._value + term._value
            record = (0.0, "add", value, result.position, 1.0, term.position, 1.0)
            result.position, result._value = len(cells), value
            cells += record
        elif number_of_terms == 1:
            result = term if isinstance(term, Node) else number(term)
        else:
            result = result + term
            ours = result.__class__ is Result
    return result, number_of_terms
