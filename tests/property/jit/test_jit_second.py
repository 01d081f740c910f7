"""Compiled second derivatives, before any self-check, for losses drawn at random and each row."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from py_engine import GradientError, hessian, hvp
from py_engine.jit.host import Instantiate
from py_engine.jit.second import SecondVariant
from py_engine.jit.trace import NotTraceable, trace
from py_engine.jit.variant import NotFinite
from tests.property.engine.domains import CASES
from tests.property.engine.test_orders import NAMES, exact_curvature, points
from tests.property.jit.losses import evaluate, losses
from tests.property.jit.test_jit_routes import POINTS
from tests.unit.jit.wasmtime_host import instantiate

HOSTS = (None, instantiate)
TOLERANCE = 1e-10


def compiled(f: Any, point: tuple[float, ...], host: Instantiate | None) -> list[list[float]]:
    """The Hessian that compiled code gives: all at once, and below it row by row."""
    program, size = trace(f, point), range(len(point))
    columns = list(SecondVariant(program, host, "hessian").at(point))
    product = SecondVariant(program, host, "product")
    one_by_one = [product.at((*point, *(float(i == k) for k in size))) for i in size]
    return [columns[k :: len(point)] for k in size] + list(map(list, zip(*one_by_one, strict=True)))


def hold(drawn: tuple[int, list[Any]], points: list[tuple[float, ...]]) -> None:
    """See that they are the engine's, by all ways to them."""
    inputs, statements = drawn

    def loss(*point: Any) -> Any:
        return evaluate(statements, point)

    for point in (p[:inputs] for p in points[:2]):
        try:
            right = hessian(loss, tuple(range(inputs)))(*point)
        except (GradientError, ArithmeticError, ValueError):
            continue
        scale = max(1.0, *(abs(x) for row in right for x in row))
        for host in HOSTS:
            try:
                found = compiled(loss, point, host)
            except (NotTraceable, NotFinite):
                continue
            for row, expected in zip(found, [*right, *right], strict=True):
                assert row == pytest.approx(expected, rel=TOLERANCE, abs=TOLERANCE * scale)


@settings(max_examples=15, suppress_health_check=list(HealthCheck))
@given(losses(), POINTS)
def test_they_are_the_engines(drawn: Any, points: Any) -> None:
    hold(drawn, points)


@pytest.mark.long
@settings(max_examples=1000, suppress_health_check=list(HealthCheck))
@given(losses(), POINTS)
def test_they_are_the_engines_for_a_thousand_losses(drawn: Any, points: Any) -> None:
    hold(drawn, points)


@pytest.mark.parametrize("name", NAMES)
def test_those_of_each_primitive_are_mpmaths(name: str) -> None:
    case = CASES[name]

    def loss(*operands: Any) -> Any:
        result = case.function(*operands)
        return result * operands[0] + 0.5 * result  # it meets others on the way

    def exact(*operands: Any) -> Any:
        result = case.exact(*operands)
        return result * operands[0] + result / 2

    for point in points(name)[:2]:
        expected = [[exact_curvature(exact, point, i, j) for j in range(len(point))]
                    for i in range(len(point))]
        for host in HOSTS:
            for row, right in zip(compiled(loss, point, host), [*expected, *expected], strict=True):
                assert row == pytest.approx(right, rel=1e-11, abs=1e-12), (point, host)


def test_a_product_is_along_any_direction() -> None:
    def loss(x: Any, y: Any, z: Any) -> Any:
        return x * x * y + z / y + (x * z) ** 3

    point, direction = (0.7, -1.3, 2.1), (0.25, -3.0, 1.5)
    right = hvp(loss)(point, direction)
    for host in HOSTS:
        found = SecondVariant(trace(loss, point), host, "product").at((*point, *direction))
        assert found == pytest.approx(right, rel=1e-13)
        assert all(map(math.isfinite, found))
