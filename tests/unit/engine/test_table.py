"""The table of primitives agrees with itself: each thing that a row says twice is the same."""

from __future__ import annotations

import math
import random

import pytest

from py_engine.formulas import HOLDS, NAMES, evaluate, operations_of
from py_engine.primitives import BUILT_IN, LENIENT, PRIMITIVES, VALUES

POINTS = [0.3, -0.3, 1.7, -2.5, 12.0, 0.0, -0.0, 1.0, -1.0]
TEXTBOOK = [(name, slot) for name in sorted(BUILT_IN) for slot in PRIMITIVES[name].textbook]


def points(name: str) -> list[tuple[float, ...]]:
    """Operands that the row takes."""
    count = max(len(PRIMITIVES[name].derivatives), 3 if name == "where" else 1)
    chance = random.Random(name)
    found = [(x,) * count for x in POINTS]
    found += [tuple(chance.choice(POINTS) for _ in range(count)) for _ in range(60)]
    found += [tuple(chance.gauss(0.0, 2.0) for _ in range(count)) for _ in range(60)]
    return [point for point in found if value_at(name, point) is not None]


def value_at(name: str, point: tuple[float, ...]) -> float | None:
    try:
        return PRIMITIVES[name].value(*point)
    except (ArithmeticError, ValueError):
        return None


def quantities(name: str, point: tuple[float, ...]) -> dict[str, float]:
    return {"v": PRIMITIVES[name].value(*point), **dict(zip(NAMES, point, strict=False))}


@pytest.mark.parametrize(("name", "slot"), TEXTBOOK)
def test_what_one_writes_is_what_is_computed(name: str, slot: int) -> None:
    row, compared = PRIMITIVES[name], 0
    for point in points(name):
        found = quantities(name, point)
        if any(HOLDS[edge.where[0]](*[evaluate(side, found, LENIENT) for side in edge.where[1:]])
               for edge in row.edges):
            continue
        computed = row.gradients_at(*point)[slot]
        written = evaluate(row.textbook[slot], found, LENIENT)
        if computed is not None and math.isfinite(computed) and math.isfinite(written):
            assert written == pytest.approx(computed, rel=1e-9, abs=1e-9), point
            compared += 1
    assert compared > 10


@pytest.mark.parametrize("name", [n for n in sorted(BUILT_IN) if PRIMITIVES[n].formula is not None])
def test_a_value_s_formula_gives_the_value(name: str) -> None:
    for point in points(name):
        names, value = dict(zip(NAMES, point, strict=False)), PRIMITIVES[name].value(*point)
        if not math.isnan(value):
            found = evaluate(PRIMITIVES[name].formula, names, VALUES)
            assert found == pytest.approx(value, rel=1e-14)


@pytest.mark.parametrize("name", [n for n in sorted(BUILT_IN) if PRIMITIVES[n].edges])
def test_at_an_edge_the_local_gradients_are_what_it_says(name: str) -> None:
    row = PRIMITIVES[name]
    for edge in row.edges:
        met = 0
        for point in points(name):
            test, *sides = edge.where
            if HOLDS[test](*[evaluate(s, quantities(name, point), LENIENT) for s in sides]):
                stated = [evaluate(s, quantities(name, point), LENIENT) for s in edge.slopes]
                assert list(row.gradients_at(*point)) == pytest.approx(stated, 0, 0, True), point
                met += 1
        assert met


@pytest.mark.parametrize("name", [n for n in sorted(BUILT_IN) if PRIMITIVES[n].outside])
def test_outside_its_domain_a_function_raises_and_inside_it_does_not(name: str) -> None:
    row = PRIMITIVES[name]
    assert row.outside is not None
    test, *sides = row.outside
    seen = set()
    for x in (*POINTS, math.inf, -math.inf, 5e-324, 1.0 + 1e-15, -1.0 - 1e-15):
        operands = (*[2.0] * (len(row.derivatives) - 1), x)
        named = dict(zip(NAMES, operands, strict=False))
        outside = HOLDS[test](*[evaluate(side, named, LENIENT) for side in sides])
        try:
            row.value(*operands)
            raised = False
        except ValueError:
            raised = True
        except OverflowError:
            continue
        assert raised == outside, x
        seen.add(outside)
    assert seen == {True, False}


def test_formulas_name_rows_alone() -> None:
    for row in map(PRIMITIVES.__getitem__, BUILT_IN):
        for formula in (*row.derivatives, *row.textbook.values(), row.formula):
            assert operations_of(formula) <= BUILT_IN, row.name
