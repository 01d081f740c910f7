"""Every route to a gradient gives what the engine gives, for losses drawn at random."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from py_engine.gradients import flat_value_and_grad
from py_engine.jit import jit
from py_engine.jit.roll import roll
from py_engine.jit.trace import trace
from tests.property.engine.domains import CASES
from tests.property.jit.losses import NUMBERS, evaluate, losses
from tests.unit.jit.unroll import assert_same_program
from tests.unit.jit.wasmtime_host import instantiate

POINTS = st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS), min_size=2, max_size=4)
TOLERANCE = 1e-12


def assert_close(found: Any, expected: Any) -> None:
    (value, gradient), (right, slopes) = found, expected
    scale = max(1.0, abs(right), *map(abs, slopes))
    assert abs(value - right) <= TOLERANCE * max(1.0, abs(right))
    for slope, correct in zip(gradient, slopes, strict=True):
        assert abs(slope - correct) <= TOLERANCE * scale


def agree(drawn: tuple[int, list[Any]], points: list[tuple[float, ...]]) -> None:
    """See that all routes give what the engine gives."""
    inputs, statements = drawn

    def loss(*point: Any) -> Any:
        return evaluate(statements, point)

    eager = flat_value_and_grad(loss)
    routes = [jit(loss), jit(loss, instantiate)]
    for point in (p[:inputs] for p in points):
        expected = eager(*point)
        if not math.isfinite(sum(expected[1])):
            continue
        for route in routes:
            assert_close(route.flat(*point), expected)
            assert abs(route.value(*point) - expected[0]) <= TOLERANCE * max(1, abs(expected[0]))


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(losses(), POINTS)
def test_replay_in_python_and_webassembly_agrees_with_the_engine(drawn: Any, points: Any) -> None:
    agree(drawn, points)


@pytest.mark.long
@settings(max_examples=2000, suppress_health_check=list(HealthCheck))
@given(losses(), POINTS)
def test_replay_agrees_with_the_engine_for_two_thousand_losses(drawn: Any, points: Any) -> None:
    agree(drawn, points)


@settings(max_examples=75, suppress_health_check=list(HealthCheck))
@given(losses(), POINTS)
def test_a_rolled_program_is_the_program(
    drawn: tuple[int, list[Any]], points: list[tuple[float, ...]]
) -> None:
    inputs, statements = drawn
    program = trace(lambda *point: evaluate(statements, point), points[0][:inputs])
    for depth in (8, 1, 0):
        assert_same_program(roll(program, depth))


def replays(name: str, data: st.DataObject) -> None:
    """See that a primitive comes out as the engine's, in the midst of others."""
    function = CASES[name].function
    point = data.draw(st.tuples(*CASES[name].operands))

    def loss(*operands: Any) -> Any:
        result = function(*operands)
        return result * operands[0] + result * 0.5  # its gradient is needed, and its value twice

    expected = flat_value_and_grad(loss)(*point)
    for route in (jit(loss), jit(loss, instantiate)):
        assert_close(route.flat(*point), expected)
        assert route.source is not None


@pytest.mark.parametrize("name", sorted(CASES))
@settings(max_examples=8)
@given(data=st.data())
def test_every_primitive_is_replayed_in_the_midst_of_others(name: str, data: st.DataObject) -> None:
    replays(name, data)


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(CASES))
@settings(max_examples=60)
@given(data=st.data())
def test_every_primitive_is_replayed_at_many_points(name: str, data: st.DataObject) -> None:
    replays(name, data)
