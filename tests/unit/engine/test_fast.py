"""What is written out for speed does what the plain form does, record by record."""

from __future__ import annotations

import math
import operator
import random
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from py_engine import Node, cos, fast, functions, mean, no_grad, sqrt, tanh
from py_engine.joining import current_tape
from py_engine.node import apply, pinned_leaf
from py_engine.primitives import PRIMITIVES, Primitive
from py_engine.tape import Tape

Plain = Callable[..., Any]
NUMBERS = (0.0, -0.0, 1.0, 2.0, -3.5, 0.25, 1e-320, 1e200, -1e308, math.inf, -math.inf, math.nan)
OPERATORS: dict[str, tuple[str, Callable[[Any, Any], Any]]] = {
    "__add__": ("add", operator.add),
    "__sub__": ("sub", operator.sub),
    "__mul__": ("mul", operator.mul),
    "__truediv__": ("div", operator.truediv),
    "__pow__": ("pow", operator.pow),
}
REVERSED = {"__radd__": "__add__", "__rsub__": "__sub__", "__rmul__": "__mul__"}
OF_ONE = [name for name, row in sorted(PRIMITIVES.items()) if row.slope and row.public]


def written(calculate: Callable[..., Any], *values: float, leaves: bool = False) -> Any:
    """What an operation on Nodes gives, or raises, and all that is on the tape then."""
    tape = Tape()
    nodes = [pinned_leaf(tape, value) for value in values]
    if not leaves:
        nodes = [apply(PRIMITIVES["neg"], apply(PRIMITIVES["neg"], node)) for node in nodes]  # type: ignore[misc]
    try:
        result = calculate(*nodes)
    except Exception as error:
        return type(error), repr(tape.cells), repr(tape.guards)
    home = current_tape(result)
    return (type(result), repr(result._value), result.position, repr(home.cells), repr(home.guards))


def by_table(row: Primitive) -> Plain:
    return lambda *operands: apply(row, *operands)


def test_each_is_here() -> None:
    assert fast.OPERATORS.keys() == {*OPERATORS, *REVERSED, "__neg__", "__abs__"}
    assert all(getattr(Node, name) is each for name, each in fast.OPERATORS.items())


@pytest.mark.parametrize("leaves", [False, True], ids=["results", "leaves"])
@pytest.mark.parametrize("name", OPERATORS)
def test_an_operator_of_two_nodes_is_the_row(name: str, leaves: bool) -> None:
    row, symbol = PRIMITIVES[OPERATORS[name][0]], OPERATORS[name][1]
    for a in NUMBERS:
        for b in NUMBERS:
            found = written(symbol, a, b, leaves=leaves)
            assert found == written(by_table(row), a, b, leaves=leaves), (a, b)
        found = written(lambda x: symbol(x, x), a, leaves=leaves)
        assert found == written(lambda x: apply(row, x, x), a, leaves=leaves)


@pytest.mark.parametrize("name", [*OPERATORS, *REVERSED])
def test_an_operator_of_a_node_and_a_number_is_the_row(name: str) -> None:
    plain = REVERSED.get(name, name)
    row, symbol = PRIMITIVES[OPERATORS[plain][0]], OPERATORS[plain][1]

    def ours(x: Any, number: Any) -> Any:
        return symbol(number, x) if name in REVERSED else symbol(x, number)

    def theirs(x: Any, number: Any) -> Any:
        operands = (x, number) if plain == name else (number, x)
        return apply(row, *operands)

    for a in NUMBERS:
        for number in (*NUMBERS, 2, -1, 0, True, Fraction(1, 3)):
            found = written(lambda x, number=number: ours(x, number), a)
            assert found == written(lambda x, number=number: theirs(x, number), a), (a, number)


@pytest.mark.parametrize("name", ["neg", "abs", *OF_ONE])
def test_a_function_of_one_number_is_the_row(name: str) -> None:
    symbol = {"neg": operator.neg, "abs": abs, "log": functions.natural_log}.get(name)
    function: Any = symbol or getattr(functions, name)
    for a in NUMBERS:
        for leaves in (False, True):
            found = written(function, a, leaves=leaves)
            assert found == written(by_table(PRIMITIVES[name]), a, leaves=leaves), a


def test_nodes_of_two_tapes_and_within_no_grad_are_as_ever() -> None:
    def two_tapes(join: Plain) -> Any:
        x, y = Node(2.0) * 3.0, Node(5.0) * 7.0
        return written(lambda _node: join(x, y), 1.0)

    def paused(join: Plain) -> Any:
        x = Node(2.0) * 3.0
        with no_grad():
            return join(x, x).is_leaf

    for name, symbol in OPERATORS.values():
        assert two_tapes(symbol) == two_tapes(by_table(PRIMITIVES[name]))
        assert paused(symbol)
    assert paused(lambda x, _y: sqrt(x))
    assert paused(lambda x, _y: tanh(x))
    assert paused(lambda x, _y: 2.0 * x)


def test_the_plain_sweep_and_the_fast_one_find_the_same_bits() -> None:
    chance = random.Random(2)
    x, y = Node(0.7), Node(-1.3)
    known: list[Any] = [x, y]
    for _ in range(200):
        a, b = chance.choice(known[-9:]), chance.choice(known)
        known.append(chance.choice([a * b, a + b, a - b, tanh(a), cos(b), mean([a, b, 0.5])]))
    last = known[-1]
    tape = current_tape(last)
    tape.sweep(last.position)
    found = list(map(float.hex, tape.adjoints()))
    tape.plain_sweep(last.position)
    assert list(map(float.hex, tape.cells[:: len(tape.cells) // len(tape)])) == found
    assert len(set(found)) > 50
