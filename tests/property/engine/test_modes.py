"""Both modes and all orders, over random programs, against dual numbers and against each other."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from py_engine import functions, grad, hessian, hvp, jacobian, jvp, vjp
from tests.property.engine import duals
from tests.property.engine.programs import BINARY, POINTS, PROGRAMS, Program, run

OURS = {name: getattr(functions, name) for name in duals.FUNCTIONS}
RATIONAL = st.lists(
    st.tuples(st.sampled_from([*BINARY, "square", "negative"]), st.integers(0, 99),
              st.integers(0, 99)),
    min_size=1, max_size=8,
)  # fmt: skip
MOVES = st.lists(st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0, 3.0]), min_size=3, max_size=3)


def of(program: Program, functions_: Any) -> Any:
    """The program's last result, as a function of its parameters."""
    return lambda *xs: run(program, list(xs), functions_)[-1]


def along(f: Any, move: Any) -> Any:
    """The derivative in a direction, in forward mode, as a function of the point."""
    return lambda *xs: jvp(f)(xs, move)[1]


def back_along(f: Any, move: Any) -> Any:
    """The same in reverse mode."""
    return lambda *xs: sum(g * m for g, m in zip(vjp(f, *xs)[1](1.0), move, strict=True))


def of_duals(f: Any, *moves: Any) -> Any:
    """The derivative in one direction after the other."""
    for move in moves:
        f = duals.along(f, move)
    return f


def expected_of(program: Program, point: list[float], *moves: list[float]) -> float:
    """By dual numbers, where they are of moderate size."""
    try:
        found = of_duals(of(program, duals.FUNCTIONS), *moves)(*point)
        steps = run(program, [*map(float, point)], duals.FUNCTIONS)
    except (ArithmeticError, ValueError):
        found, steps = math.nan, []
    assume(abs(found) < 1e8 and all(1e-3 < abs(step) < 1e4 for step in steps))
    return found


@settings(max_examples=60)
@given(PROGRAMS, POINTS, MOVES, MOVES)
def test_second_derivatives_in_all_modes_are_those_of_dual_numbers(
    program: Program, point: list[float], first: list[float], second: list[float]
) -> None:
    v, w = first[: len(point)], second[: len(point)]
    expected = expected_of(program, point, v, w)
    f = of(program, OURS)
    rows = hessian(f)(*point)
    rows = rows if len(point) > 1 else ((rows,),)
    product = hvp(f)(point, v)
    product = product if len(point) > 1 else (product,)
    size = max(abs(x) for row in rows for x in row)
    close = pytest.approx(expected, rel=1e-7, abs=1e-9 * (1.0 + size))
    assert sum(x * b for x, b in zip(product, w, strict=True)) == close
    assert sum(a * x * b for row, a in zip(rows, v, strict=True)
               for x, b in zip(row, w, strict=True)) == close
    for one in (along, back_along):
        for other in (along, back_along):
            assert one(other(f, v), w)(*point) == close
    columns = list(zip(*rows, strict=True))
    assert all(row == pytest.approx(column, rel=1e-7, abs=1e-9 * (1.0 + size))
               for row, column in zip(rows, columns, strict=True))


@settings(max_examples=40)
@given(RATIONAL, st.lists(st.integers(-12, 12), min_size=1, max_size=3), MOVES, st.data())
def test_third_derivatives_in_mixed_modes_are_those_of_fractions(
    program: Program, quarters: list[int], move: list[float], data: st.DataObject
) -> None:
    """Of quarters the engine rounds little: what is compared is exact on one side."""
    point, v = [n / 4.0 for n in quarters], move[: len(quarters)]
    exact = [Fraction(x) for x in point], [Fraction(x) for x in v]
    try:
        steps = run(program, exact[0], {})
        third = of_duals(of(program, {}), *[exact[1]] * 3)(*exact[0])
    except ZeroDivisionError:
        assume(False)
    assume(all(Fraction(1, 50) < abs(step) < 100 for step in steps) and abs(third) < 10**7)
    f = of(program, {})
    for way in data.draw(st.lists(st.sampled_from([along, back_along]), min_size=3, max_size=3)):
        f = way(f, v)
    assert f(*point) == pytest.approx(float(third), rel=1e-7, abs=1e-6)


@settings(max_examples=60)
@given(PROGRAMS, POINTS, MOVES, MOVES)
def test_forward_and_reverse_mode_agree_by_the_dot_product(
    program: Program, point: list[float], move: list[float], weights: list[float]
) -> None:
    """For each direction v and each cotangent u: u . (J v) = (u J) . v."""
    f = lambda *xs: run(program, list(xs), OURS)[-3:]  # noqa: E731  # several results
    v = move[: len(point)]
    try:
        value, moved = jvp(f)(point, v)
        _value, pullback = vjp(f)(*point)
        u = weights[: len(value)]
        pulled = pullback(u)
        rows = jacobian(f)(*point)
    except (ArithmeticError, ValueError):
        assume(False)
    rows = [row if isinstance(row, tuple) else (row,) for row in rows]
    by_rows = [sum(x * b for x, b in zip(row, v, strict=True)) for row in rows]
    size = sum(abs(x) for row in rows for x in row)
    assume(size < 1e8)
    there = sum(a * b for a, b in zip(u, moved, strict=True))
    back = sum(a * b for a, b in zip(pulled, v, strict=True))
    assert there == pytest.approx(back, rel=1e-9, abs=1e-9 * (1.0 + size))
    assert moved == pytest.approx(by_rows, rel=1e-9, abs=1e-9 * (1.0 + size))
    value_of_f = f(*point)
    assert [float(x).hex() for x in value_of_f] == [x.hex() for x in value]


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("fr"), st.booleans(), PROGRAMS), min_size=2, max_size=3),
       st.floats(0.3, 2.0))  # fmt: skip
def test_nested_programs_keep_their_perturbations_apart(
    levels: list[tuple[str, bool, Program]], at: float
) -> None:
    """Each level derives a program of its own variable and of all outer ones.

    It does so at the outer variable, or at a number, so that the outer one comes in by itself.
    """

    def nested(derivative: Any, functions_: Any) -> Any:
        def level(k: int, outer: list[Any]) -> Any:
            mode, at_a_number, program = levels[k]

            def f(x: Any) -> Any:
                own = run(program, [x, *outer], functions_)[-1]
                return own if k + 1 == len(levels) else own * level(k + 1, [x, *outer])

            return derivative(mode, f)(0.75 if at_a_number and k else outer[0])

        return level(0, [at])

    def ours(mode: str, f: Any) -> Any:
        return grad(f) if mode == "r" else lambda x: jvp(f)(x, 1.0)[1]

    def by_duals(_mode: str, f: Any) -> Any:
        return duals.along(f, (1.0,))

    try:
        expected = nested(by_duals, duals.FUNCTIONS)
        found = nested(ours, OURS)
    except (ArithmeticError, ValueError):
        assume(False)
    assume(1e-6 < abs(expected) < 1e6)
    assert found == pytest.approx(expected, rel=1e-6)
