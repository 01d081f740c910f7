"""The table of primitives: each operation once, and all that is made of it.

A row has a name, the function itself, and for each operand the derivative of the result by it, as
one finds it in a table of derivatives: a formula (see formulas.py). From it come the numbers that
are recorded on a tape, generated Python, WebAssembly and LaTeX. Nothing here knows of nodes.

Where a derivative does not exist the numbers say so with an infinity or nan, never by raising: it
is an error only if the gradient is asked for. An edge says where that is, or what was chosen: 0 for
abs and relu at 0, an even split between equal operands of maximum and minimum. A derivative None
means that no gradient flows to that operand at all.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import inf, nan
from typing import Any

from .float_functions import (
    leaky_relu,
    maximum,
    minimum,
    over_length,
    power,
    power_log,
    quotient,
    real_power,
    relu,
    rounded,
    sech_squared,
    shares,
    sigmoid,
    sign,
    softplus,
    where,
)
from .formulas import (
    HOLDS,
    NAMES,
    PI,
    A,
    B,
    C,
    Formula,
    V,
    Written,
    call,
    choose,
    evaluate,
    formula_of,
    python_function,
    python_slope,
)
from .special import digamma, polygamma

FloatFunction = Callable[..., float]
Slope = Callable[..., "float | None"]
LocalGradients = Callable[..., "tuple[float | None, ...]"]
Test = tuple[str, Formula, Formula]


@dataclass(frozen=True)
class Edge:
    """Where a derivative is infinite, or was chosen: there it is `slopes`, as `words` explain.

    `slot`: by which operand it is so, if not by each.
    """

    where: Test
    slopes: tuple[Formula, ...]
    words: str
    slot: int | None = None


@dataclass(frozen=True)
class Primitive:
    """One row.

    value             the function itself, of floats
    derivatives       d value / d operand, for each operand: a formula, or None
    textbook          the same as one writes them, where that is not what a computer should compute
    formula           the value as a formula of simpler operations, where it is one
    outside           where the value raises ValueError
    edges             where a derivative is infinite, or was chosen
    word, tex         what the result is called in a sentence, and how the operation is written
    own               of a primitive of one's own: its derivatives, as functions of the operands
    about             a sentence on the function: its docstring, and what editors say of it
    local_gradients   of the value and the operands: the numbers that the derivatives are there
    slope             the same for a primitive of one operand: one number
    public            whether it is a function by its name; what Python has an operator for is none
    """

    name: str
    value: FloatFunction
    derivatives: tuple[Formula, ...]
    local_gradients: Any = None
    slope: Slope | None = None
    textbook: Mapping[int, Formula] = field(default_factory=dict)
    formula: Formula = None
    outside: Test | None = None
    edges: tuple[Edge, ...] = ()
    word: str = ""
    tex: str = ""
    about: str = ""
    public: bool = True
    own: tuple[FloatFunction, ...] = ()

    def gradients_at(self, *operands: float) -> tuple[float | None, ...]:
        """The local gradients, of the operands alone."""
        gradients: tuple[float | None, ...] = self.local_gradients(self.value(*operands), *operands)
        return gradients


UNKNOWN = ("unknown",)
"""The formula of a derivative that is not known as a formula."""
PRIMITIVES: dict[str, Primitive] = {}


def row(
    name: str,
    value: FloatFunction,
    *derivatives: Written | float | None,
    textbook: Mapping[int, Written] | None = None,
    formula: Written | None = None,
    outside: Test | None = None,
    edges: tuple[Edge, ...] = (),
    word: str = "",
    tex: str = "",
    about: str = "",
    local_gradients: LocalGradients | None = None,
    public: bool = True,
) -> Primitive:
    """Add a row. `local_gradients` is given where the number of operands varies."""
    formulas = tuple([formula_of(each) for each in derivatives])
    written = {slot: formula_of(each) for slot, each in (textbook or {}).items()}
    primitive = PRIMITIVES[name] = Primitive(
        name, value, formulas, local_gradients, None, written, formula_of(formula), outside,
        edges, word or name, tex, about or value.__doc__ or "", public,
    )  # fmt: skip
    return primitive


def own_row(name: str, value: FloatFunction, derivatives: tuple[FloatFunction, ...]) -> Primitive:
    """Add a row whose derivatives are functions of the operands, of which no more is known."""
    of_floats = [lenient(derivative) for derivative in derivatives]

    def local_gradients(_value: float, *operands: float) -> tuple[float | None, ...]:
        return tuple([derivative(*operands) for derivative in of_floats])

    unknown = [Written(UNKNOWN)] * len(derivatives)
    known = row(name, value, *unknown, local_gradients=local_gradients)
    PRIMITIVES[name] = primitive = replace(known, own=derivatives)
    return primitive


def with_numbers(primitive: Primitive) -> Primitive:
    """The row with its local gradients, and its slope if it has one operand, made of formulas.

    All rows are there by now, so that the formulas may name any.
    """
    formulas, edges = primitive.derivatives, primitive.edges
    if len(formulas) == 1:
        slope = _slope(formulas, edges)
        return replace(primitive, local_gradients=lambda v, a: (slope(v, a),), slope=slope)
    quick = python_function(formulas, len(formulas), VALUES)

    def local_gradients(value: float, *operands: float) -> tuple[float | None, ...]:
        try:
            return quick(value, *operands)  # type: ignore[no-any-return]  # it is made of text
        except (ArithmeticError, ValueError):
            return _at_an_edge(formulas, edges, value, operands)

    return replace(primitive, local_gradients=local_gradients)


def _slope(formulas: tuple[Formula, ...], edges: tuple[Edge, ...]) -> Slope:
    """The one local gradient, of value and operand: without a tuple, since each step needs it."""
    quick = python_slope(formulas[0], VALUES)

    def slope(value: float, operand: float) -> float | None:
        try:
            return quick(value, operand)  # type: ignore[no-any-return]  # it is made of text
        except (ArithmeticError, ValueError):
            return _at_an_edge(formulas, edges, value, (operand,))[0]

    return slope


def _at_an_edge(
    formulas: tuple[Formula, ...],
    edges: tuple[Edge, ...],
    value: float,
    operands: tuple[float, ...],
) -> tuple[float | None, ...]:
    """The local gradients where the formulas raise an error."""
    quantities: dict[str, Any] = {"v": value, **dict(zip(NAMES, operands, strict=False))}
    for edge in edges:
        test, *sides = edge.where
        if HOLDS[test](*[evaluate(side, quantities, LENIENT) for side in sides]):
            formulas = edge.slopes
            break
    return tuple([evaluate(each, quantities, LENIENT) for each in formulas])


def lenient(value: FloatFunction) -> FloatFunction:
    """The same function, but nan where it raises an arithmetic error."""

    def function(*operands: float) -> float:
        try:
            return float(value(*operands))
        except (ArithmeticError, ValueError):
            return nan

    return function


LN2, LN10 = math.log(2.0), math.log(10.0)
FLAT = None
"""The derivative of what is flat almost everywhere: nothing flows, not even an infinite one."""
IS_INFINITE = ("eq", ("abs", "a"), inf)
BEYOND_1, AT_1 = ("gt", ("abs", "a"), 1.0), ("eq", ("abs", "a"), 1.0)
AT_A_POLE = ("eq", formula_of(call("maximum", A - call("floor", A), A)), 0.0)
AT_A_POLE_OF_B = ("eq", formula_of(call("maximum", B - call("floor", B), B)), 0.0)
"""A whole number that is not positive."""
LEFT_IS_TAKEN = "at 0 it jumps, and that on the left is taken there"
AT_0_OF_A_ROOT = ("eq", formula_of(choose("gt", B, 0.0, choose("lt", B, 1.0, A, 1.0), 1.0)), 0.0)
SMALL = call("exp", -call("abs", A))
"""exp(-|x|), which is never too large for a float."""
SMALLER = call("exp", -2.0 * call("abs", A))
"""Its square."""
AT_0 = choose("gt", B, 0.0, 0.0,
              choose("eq", C, 0.0, choose("eq", B, 0.0, 1.0, inf), -inf))
"""What a ** b times log(a) ** c is where a is 0."""
SHARED = Edge(("eq", "a", "b"), (0.5, 0.5), "equal ones share it evenly")


def larger_part(x: Written, other: Written) -> Written:
    """What an operand has in the larger of two: all of it, or half at a tie."""
    return choose("gt", x, other, 1.0, choose("eq", x, other, 0.5, 0.0))


def smaller_part(x: Written, other: Written) -> Written:
    """The same for the smaller one."""
    return choose("lt", x, other, 1.0, choose("eq", x, other, 0.5, 0.0))


# The rows. A formula is compiled with the functions of the rows that it names, when it is used.

row("add", lambda a, b: a + b, 1.0, 1.0, word="sum", tex="{0} + {1}", public=False)
row("sub", lambda a, b: a - b, 1.0, -1.0, word="difference", tex="{0} - {1}", public=False)
row("mul", lambda a, b: a * b, B, A, word="product", tex=r"{0} \cdot {1}", public=False)
row("div", lambda a, b: a / b, 1.0 / B, -(V / B), word="quotient", tex=r"\frac{{{0}}}{{{1}}}",
    public=False)
row("floordiv", lambda a, b: a // b, FLAT, FLAT,
    tex=r"\left\lfloor \frac{{{0}}}{{{1}}} \right\rfloor", public=False)
row("mod", lambda a, b: a % b, 1.0, -(A // B), word="remainder", tex=r"{0} \bmod {1}", public=False,
    edges=(Edge(("eq", "v", 0.0), (1.0, formula_of(-(A // B))),
                "where the remainder is 0 it jumps, and its slope beside that is taken"),))
row("neg", lambda a: -a, -1.0, word="negative", tex="-{0}", public=False)
row("sign", sign, FLAT, tex=r"\operatorname{{sgn}} {0}",
    formula=choose("gt", A, 0.0, 1.0, choose("lt", A, 0.0, -1.0, A)))
row("abs", abs, call("sign", A), word="absolute value", tex=r"\left|{0}\right|",
    edges=(Edge(("eq", "a", 0.0), (0.0,), "at 0 it jumps from -1 to 1, and 0 is taken there"),),
    public=False)
row("sqrt", math.sqrt, 0.5 / V, word="square root", tex=r"\sqrt{{{0}}}",
    outside=("lt", "a", 0.0), edges=(Edge(("eq", "v", 0.0), (inf,), "it is infinite at 0"),))
row("cbrt", math.cbrt, 1.0 / (3.0 * (V * V)), word="cube root", tex=r"\sqrt[3]{{{0}}}",
    edges=(Edge(("eq", "a", 0.0), (inf,), "it is infinite at 0"),),
    about="The cube root; there is one of negative numbers too.")
row("exp", math.exp, V, word="exponential", tex="e^{{{0}}}", about="e to the power x.")
row("expm1", math.expm1, call("exp", A), tex="e^{{{0}}} - 1", about="exp(x) - 1, exact near 0.")
row("log", math.log, 1.0 / A, word="logarithm", tex=r"\ln {0}", outside=("le", "a", 0.0),
    about="The natural logarithm.")
row("pow", real_power,
    choose("eq", B, 0.0, 0.0, B * A ** (B - 1.0)),
    choose("gt", A, 0.0, V * call("log", A), call("power_log", A, B, 1.0)),
    textbook={0: B * A ** (B - 1.0), 1: V * call("log", A)}, word="power", tex="{0}^{{{1}}}",
    edges=(Edge(AT_0_OF_A_ROOT, (formula_of(B * A ** (B - 1.0)), 0.0),
                "for a power between 0 and 1 it is infinite at 0", 0),),
    public=False)
row("power_log", power_log,
    B * call("power_log", A, B - 1.0, C)
    + choose("eq", C, 0.0, 0.0, C * call("power_log", A, B - 1.0, C - 1.0)),
    call("power_log", A, B, C + 1.0), FLAT, tex=r"{0}^{{{1}}} \ln^{{{2}}} {0}", public=False,
    formula=choose("gt", A, 0.0, A ** B * call("log", A) ** C, choose("eq", A, 0.0, AT_0, nan)))
row("exp2", math.exp2, LN2 * V, textbook={0: call("log", Written(2.0)) * V}, tex="2^{{{0}}}",
    formula=Written(2.0) ** A, about="2 to the power x.")
row("log1p", math.log1p, 1.0 / (1.0 + A), tex=r"\ln(1 + {0})", outside=("le", "a", -1.0),
    about="log(1 + x), exact near 0.")
row("log2", math.log2, 1.0 / (LN2 * A), textbook={0: 1.0 / (A * call("log", Written(2.0)))},
    tex=r"\log_2 {0}", outside=("le", "a", 0.0), about="The logarithm to base 2.")
row("log10", math.log10, 1.0 / (LN10 * A), textbook={0: 1.0 / (A * call("log", Written(10.0)))},
    tex=r"\log_{{10}} {0}", outside=("le", "a", 0.0), about="The logarithm to base 10.")
row("sin", math.sin, call("cos", A), outside=IS_INFINITE, about="The sine of x radians.")
row("cos", math.cos, -call("sin", A), outside=IS_INFINITE, about="The cosine of x radians.")
row("tan", math.tan, 1.0 + V * V, outside=IS_INFINITE, about="The tangent of x radians.")
row("asin", math.asin, 1.0 / call("sqrt", (1.0 - A) * (1.0 + A)), tex=r"\arcsin {0}",
    textbook={0: 1.0 / call("sqrt", 1.0 - A * A)}, outside=BEYOND_1,
    edges=(Edge(AT_1, (inf,), "it is infinite at -1 and 1"),), about="The arc sine, in radians.")
row("acos", math.acos, -(1.0 / call("sqrt", (1.0 - A) * (1.0 + A))), tex=r"\arccos {0}",
    textbook={0: -(1.0 / call("sqrt", 1.0 - A * A))}, outside=BEYOND_1,
    edges=(Edge(AT_1, (-inf,), "it is infinite at -1 and 1"),), about="The arc cosine, in radians.")
row("atan", math.atan, 1.0 / (1.0 + A * A), tex=r"\arctan {0}",
    about="The arc tangent, in radians.")
row("atan2", math.atan2, B / call("hypot", A, B) / call("hypot", A, B),
    -(A / call("hypot", A, B) / call("hypot", A, B)),
    textbook={0: B / (A * A + B * B), 1: -(A / (A * A + B * B))},
    edges=(Edge(("eq", ("hypot", "a", "b"), 0.0), (nan, nan), "at the origin there is none"),))
row("sinh", math.sinh, call("cosh", A), about="The hyperbolic sine.")
row("cosh", math.cosh, call("sinh", A), about="The hyperbolic cosine.")
row("tanh", math.tanh, call("sech_squared", A), textbook={0: 1.0 - V * V},
    about="The hyperbolic tangent.")
row("sech_squared", sech_squared, -2.0 * (call("tanh", A) * V),
    formula=4.0 * SMALLER / ((1.0 + SMALLER) * (1.0 + SMALLER)),
    tex=r"\operatorname{{sech}}^2 {0}", public=False)
row("asinh", math.asinh, 1.0 / call("hypot", 1.0, A), tex=r"\operatorname{{arsinh}} {0}",
    textbook={0: 1.0 / call("sqrt", 1.0 + A * A)}, about="The inverse of sinh.")
row("acosh", math.acosh, 1.0 / (call("sqrt", A - 1.0) * call("sqrt", A + 1.0)),
    tex=r"\operatorname{{arcosh}} {0}", textbook={0: 1.0 / call("sqrt", A * A - 1.0)},
    outside=("lt", "a", 1.0), edges=(Edge(("eq", "a", 1.0), (inf,), "it is infinite at 1"),),
    about="The inverse of cosh.")
row("atanh", math.atanh, 1.0 / ((1.0 - A) * (1.0 + A)), tex=r"\operatorname{{artanh}} {0}",
    textbook={0: 1.0 / (1.0 - A * A)}, outside=("ge", ("abs", "a"), 1.0),
    about="The inverse of tanh.")
row("erf", math.erf, 2.0 / math.sqrt(math.pi) * call("exp", -(A * A)),
    textbook={0: 2.0 / call("sqrt", PI) * call("exp", -(A * A))},
    tex=r"\operatorname{{erf}} {0}", about="The error function.")
row("lgamma", math.lgamma, call("digamma", A), word="logarithm of gamma",
    tex=r"\ln\left|\Gamma({0})\right|", outside=AT_A_POLE,
    about="The logarithm of the gamma function, of its absolute value where it is negative.")
row("digamma", digamma, call("polygamma", 1.0, A), tex=r"\psi({0})", outside=AT_A_POLE)
row("polygamma", polygamma, FLAT, call("polygamma", A + 1.0, B),
    tex=r"\psi^{{({0})}}({1})", outside=AT_A_POLE_OF_B, public=False)
row("sigmoid", sigmoid, 0.25 * call("sech_squared", 0.5 * A), textbook={0: V * (1.0 - V)},
    tex=r"\sigma({0})", formula=choose("ge", A, 0.0, 1.0 / (1.0 + SMALL), SMALL / (1.0 + SMALL)))
row("softplus", softplus, call("sigmoid", A), tex=r"\ln\left(1 + e^{{{0}}}\right)",
    formula=call("maximum", A, 0.0) + call("log1p", SMALL))
row("relu", relu, choose("le", A, 0.0, 0.0, 1.0), textbook={0: choose("gt", A, 0.0, 1.0, 0.0)},
    tex=r"\max(0, {0})", formula=choose("le", A, 0.0, 0.0, A),
    edges=(Edge(("eq", "a", 0.0), (0.0,), "at 0 it jumps from 0 to 1, and 0 is taken there"),))
row("leaky_relu", leaky_relu, choose("le", A, 0.0, B, 1.0), choose("le", A, 0.0, A, 0.0),
    formula=choose("le", A, 0.0, B * A, A),
    edges=(Edge(("eq", "a", 0.0), ("b", 0.0), LEFT_IS_TAKEN, 0),))
row("hypot", math.hypot, A / V, B / V, local_gradients=over_length, word="length",
    tex=r"\sqrt{{{0}^2 + {1}^2}}",
    edges=(Edge(("eq", "v", 0.0), (0.0, 0.0), "at the origin there is none, and 0 is taken"),))
row("maximum", maximum, larger_part(A, B), larger_part(B, A), local_gradients=shares,
    textbook={0: choose("gt", A, B, 1.0, 0.0), 1: choose("gt", B, A, 1.0, 0.0)},
    word="larger one", tex=r"\max({0}, {1})", edges=(SHARED,))
row("minimum", minimum, smaller_part(A, B), smaller_part(B, A), local_gradients=shares,
    textbook={0: choose("lt", A, B, 1.0, 0.0), 1: choose("lt", B, A, 1.0, 0.0)},
    word="smaller one", tex=r"\min({0}, {1})", edges=(SHARED,))
row("where", where, FLAT, choose("ne", A, 0.0, 1.0, None), choose("ne", A, 0.0, None, 1.0),
    word="chosen one", formula=choose("ne", A, 0.0, B, C))
row("stop_gradient", lambda x: x, FLAT, tex=r"\operatorname{{const}}({0})", formula=A)
row("floor", lambda x: float(math.floor(x)), FLAT, tex=r"\lfloor {0} \rfloor", public=False)
row("ceil", lambda x: float(math.ceil(x)), FLAT, tex=r"\lceil {0} \rceil", public=False)
row("trunc", lambda x: float(math.trunc(x)), FLAT, public=False)
row("round", rounded, FLAT, word="rounded value",
    local_gradients=lambda _value, *operands: (None,) * len(operands), public=False)

VALUES = {name: each.value for name, each in PRIMITIVES.items()}
"""The functions of our rows, by name: what formulas are computed with."""
LENIENT = {name: lenient(value) for name, value in VALUES.items()}
LENIENT |= {"div": quotient, "pow": power}
"""The same, with infinities and nan in place of errors."""
for _name, _row in PRIMITIVES.items():
    if _row.local_gradients is None:
        PRIMITIVES[_name] = with_numbers(_row)

BUILT_IN = frozenset(PRIMITIVES)
"""The names of the rows above; those that are added later are somebody else's."""
