"""What numpy's functions are of a Node: numpy asks it, and nothing of numpy is imported here.

`np.exp(node)` and `np.float64(2.0) * node` are what exp and * are. With an array of numbers and a
Node they go from element to element, and the result is an array of Nodes.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from math import pi
from typing import Any

from . import functions
from .errors import OperandError
from .handle import number
from .node import Node
from .shapes import array_like

OTHER_NAMES: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "floor_divide": operator.floordiv,
    "remainder": operator.mod,
    "power": operator.pow,
    "float_power": operator.pow,
    "square": lambda x: x * x,
    "reciprocal": lambda x: 1.0 / x,
    "negative": operator.neg,
    "positive": operator.pos,
    "absolute": abs,
    "fabs": abs,
    "deg2rad": lambda x: x * (pi / 180.0),
    "radians": lambda x: x * (pi / 180.0),
    "rad2deg": lambda x: x * (180.0 / pi),
    "degrees": lambda x: x * (180.0 / pi),
    "arcsin": functions.asin,
    "arccos": functions.acos,
    "arctan": functions.atan,
    "arctan2": functions.atan2,
    "arcsinh": functions.asinh,
    "arccosh": functions.acosh,
    "arctanh": functions.atanh,
    "less": operator.lt,
    "less_equal": operator.le,
    "greater": operator.gt,
    "greater_equal": operator.ge,
    "equal": operator.eq,
    "not_equal": operator.ne,
}
"""numpy's names for what has another one here."""


def call(ufunc: Any, method: str, inputs: tuple[Any, ...], settings: dict[str, Any]) -> Any:
    """The result of one of numpy's functions, of which some inputs are Nodes.

    Raises OperandError for a function that is not ours, or that is to do more than to be called.
    """
    name = ufunc.__name__
    function = OTHER_NAMES.get(name) or getattr(functions, name, None)
    arrays = [x for x in inputs if getattr(x, "shape", ())]
    if function is None or method != "__call__" or settings or len(arrays) > 1:
        raise OperandError(
            f"numpy's {name} does not know Nodes in this way.",
            "Use py_engine's own functions, on one element after the other: "
            "[exp(a * node) for a in array].",
            operand=inputs,
        )

    def of_numbers(*operands: Any) -> Any:
        return function(*[x if isinstance(x, Node) else number(x) for x in operands])

    if not arrays:
        return of_numbers(*inputs)
    (array,) = arrays
    columns = [array.flat if x is array else [x] * array.size for x in inputs]
    return array_like(array, [of_numbers(*row) for row in zip(*columns, strict=True)])
