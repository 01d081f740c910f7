"""jit(f): the same numbers as value_and_grad(f), by every route, whatever changes around it."""

from __future__ import annotations

import math
import random
from typing import Any

import pytest

import py_engine as ag
from py_engine import GradientError, exp, hypot, log, mean, primitive, sqrt, tanh, value_and_grad
from py_engine.jit import Instantiate, Jit, jit
from tests.lecture import closed_form, lecture_points
from tests.unit.jit.wasmtime_host import instantiate

ROUTES = pytest.mark.parametrize("host", [None, instantiate], ids=["python", "wasm"])
Host = Instantiate | None


def lecture(count: int) -> Any:
    xs, ys = lecture_points(count)

    def loss(x: Any = 0.3, y: Any = 0.3) -> Any:
        return mean(sqrt((x_i - x) ** 2 + (y_i - y) ** 2) for x_i, y_i in zip(xs, ys, strict=True))

    return loss


def assert_as_eager(fast: Jit, *points: tuple[float, ...]) -> None:
    eager = value_and_grad(fast.f)
    for point in points:
        value, gradient = fast(*point)
        expected, slopes = eager(*point)
        assert value == pytest.approx(expected, rel=1e-12, abs=1e-300)
        assert gradient == pytest.approx(slopes, rel=1e-12, abs=1e-14)


@ROUTES
@pytest.mark.parametrize("count", [1, 2, 3, 5, 1000])
def test_the_lecture_s_loss_has_the_closed_form_s_gradient(host: Host, count: int) -> None:
    fast = jit(lecture(count), host)
    exact = closed_form(*lecture_points(count))
    for point in [(0.3, 0.3), (5.0, 5.0), (-1.0, 0.25)]:
        value, gradient = fast(*point)
        expected, slopes = exact(*point)
        assert value == pytest.approx(expected, rel=1e-13)
        assert gradient == pytest.approx(slopes, rel=1e-12)
    assert fast.how == ("wasm" if host else "python")


def test_the_lecture_s_numbers() -> None:
    value, gradient = jit(lecture(1000), instantiate)(0.3, 0.3)
    assert value == pytest.approx(0.443052824475648, rel=1e-14)
    assert gradient == pytest.approx((-0.3277744397151291, -0.336282174741702), rel=1e-13)


@ROUTES
def test_straight_arithmetic_is_bit_for_bit_the_engine_s(host: Host) -> None:
    def loss(x: Any, y: Any) -> Any:
        a = x * y - 0.1 / (x + 3.7)
        b = sqrt(a * a + y / 7.3)
        return (a - b * x) / (b + 1.1) + 0.3 * (a * y)

    fast, eager = jit(loss, host), value_and_grad(loss)
    chance = random.Random(1)
    for _ in range(50):
        point = chance.uniform(0.1, 3), chance.uniform(0.1, 3)
        assert fast(*point) == eager(*point)


@ROUTES
def test_a_branch_gets_a_variant_for_each_side(host: Host) -> None:
    def loss(x: Any, y: Any) -> Any:
        return x * y if x > y else (x - y) ** 2

    fast = jit(loss, host)
    points = [(1.0, 2.0), (2.0, 1.0), (3.0, 5.0), (5.0, 3.0)]
    assert_as_eager(fast, *points, *reversed(points))
    assert len(fast.variants) == 2


@ROUTES
def test_branches_inside_a_loop_are_right_at_every_point(host: Host) -> None:
    data = [0.1, 0.9, 0.4, 0.7, 0.2]

    def loss(x: Any) -> Any:
        return mean((x - a) * 3.0 if x > a else (a - x) ** 2 for a in data)

    fast = jit(loss, host)
    assert_as_eager(fast, *[(k / 10,) for k in range(-2, 12)])


@ROUTES
def test_too_many_ways_through_the_branches_end_in_the_engine_with_a_reason(host: Host) -> None:
    data = [k / 40 for k in range(40)]

    def loss(x: Any) -> Any:
        return mean(x - a if x > a else (a - x) ** 2 for a in data)

    fast = jit(loss, host)
    assert_as_eager(fast, *[(k / 40 + 0.01,) for k in range(40)])
    assert "different ways" in str(fast.refusal)


@ROUTES
def test_a_grid_with_a_branch_has_the_loss_s_values(host: Host) -> None:
    def loss(x: Any, y: Any, z: Any) -> Any:
        return abs(x - z) + (y * y if y > x else log(x - y + 0.5))

    fast = jit(loss, host)
    xs, ys = [k / 7 - 1 for k in range(15)], [k / 5 - 1 for k in range(11)]
    values = fast.grid((0.0, 0.0, 0.25), 0, 1, xs, ys)
    assert list(values) == pytest.approx([loss(x, y, 0.25) for y in ys for x in xs], rel=1e-12)


@ROUTES
def test_a_grid_has_nan_where_the_loss_has_no_value(host: Host) -> None:
    fast = jit(lambda x: log(x) + x, host)
    values = fast.grid((2.0,), 0, None, [-1.0, 0.0, 1.0, 2.0])
    assert [math.isnan(v) for v in values] == [True, True, False, False]
    assert values[3] == pytest.approx(math.log(2) + 2)


@ROUTES
def test_a_value_alone_is_found_where_the_loss_reads_a_node(host: Host) -> None:
    fast = jit(lambda x: x * x if x > 0.0 else x * x.value + 1.0, host)
    fast(2.0)
    assert [fast.value(3.0), fast.value(-3.0)] == [9.0, 10.0]
    assert list(fast.grid((2.0,), 0, None, [-3.0, 3.0])) == [10.0, 9.0]


@ROUTES
@pytest.mark.parametrize(
    ("loss", "point", "error"),
    [
        (lambda x: sqrt(x) * 1.0, (0.0,), GradientError),
        (lambda x: sqrt(x) * 1.0, (-1.0,), ValueError),
        (lambda x: 1.0 / x, (0.0,), ZeroDivisionError),
        (lambda x: 1.0 / (1.0 / x), (0.0,), ZeroDivisionError),
        (lambda x: 1.0 / (1.0 + exp(-x)), (-1000.0,), OverflowError),
        (lambda x: exp(log(x)), (0.0,), ValueError),
    ],
)
def test_where_the_loss_raises_the_same_error_is_raised(
    host: Host, loss: Any, point: tuple[float, ...], error: type[Exception]
) -> None:
    fast = jit(loss, host)
    assert_as_eager(fast, (1.5,))
    with pytest.raises(error):
        fast(*point)
    assert_as_eager(fast, (2.5,))


def test_a_module_that_runs_is_handed_out_only_while_its_data_is_the_same() -> None:
    data = [1.0, 2.0, 4.0]
    fast = jit(lambda x: mean((x - d) ** 2 for d in data), instantiate)
    assert fast.modules() == []
    expected = fast(0.5)
    assert fast.modules() == []  # not before it is proved, which is when it is used
    assert fast(0.5) == expected
    ((module, abi),) = fast.modules()
    assert abi["parameters"] == ["x"]
    assert (module.value_and_gradient(0.5), module.gradient(0)) == expected
    data[1] = 3.0
    assert fast.modules() == []
    assert_as_eager(fast, (0.5,), (1.5,))
    assert len(fast.modules()) == 1


@ROUTES
def test_changed_data_is_noticed(host: Host) -> None:
    data, scale = [1.0, 2.0, 3.0, 4.0], {"by": [2.0]}

    def loss(x: Any) -> Any:
        return mean((x - a) ** 2 * scale["by"][0] for a in data)

    fast = jit(loss, host)
    assert_as_eager(fast, (0.5,))
    data[1] = 7.0
    assert_as_eager(fast, (0.5,))
    data.append(9.0)
    assert_as_eager(fast, (0.5,))
    scale["by"][0] = 5.0
    assert_as_eager(fast, (0.5,))


def test_a_changed_global_of_a_helper_is_noticed() -> None:
    space: dict[str, Any] = {}
    exec("k = 2.0\ndef half(x): return x / k\ndef loss(x): return half(x) * x", space)
    fast = jit(space["loss"])
    assert fast(3.0) == (4.5, 3.0)
    space["k"] = 4.0
    assert fast(3.0) == (2.25, 1.5)


def test_data_that_nobody_watches_stays_as_it_was_compiled() -> None:
    data = [1.0, 2.0]
    fast = jit(lambda x: x * data[0] + data[1], watch=False)
    assert fast(1.0)[0] == fast(1.0)[0] == 3.0
    data[0] = 5.0
    assert fast(1.0)[0] == 3.0


@pytest.mark.parametrize("source", ["random", "own"])
def test_a_random_loss_is_not_compiled(source: str) -> None:
    own = random.Random(3) if source == "own" else random
    fast = jit(lambda x: x * own.random())
    assert fast(2.0) != fast(2.0)
    assert "random" in str(fast.reason)
    assert fast.how == "eager"


def test_a_loss_that_changes_from_call_to_call_is_not_compiled() -> None:
    calls = [0]

    def loss(x: Any) -> Any:
        calls[0] += 1
        return x * float(calls[0])

    fast = jit(loss)
    assert fast(1.0)[0] != fast(1.0)[0]
    assert "another value" in str(fast.reason)


def test_a_number_read_out_of_a_node_is_not_compiled() -> None:
    fast = jit(lambda x: x * x.value if isinstance(x, ag.Node) else x * x)
    assert fast(3.0) == (9.0, 3.0)
    assert fast(4.0) == (16.0, 4.0)
    assert ".value" in str(fast.reason)


def test_a_loss_without_its_parameters_says_so() -> None:
    fast = jit(lambda x: 3.0)
    assert fast(1.0) == (3.0, 0.0)
    assert "does not depend" in str(fast.reason)


def test_a_program_that_does_not_roll_and_is_long_says_so() -> None:
    def loss(x: Any) -> Any:
        chance = random.Random(1)
        for _ in range(5000):
            x = x + 0.1 if chance.random() < 0.5 else x * 0.99
        return x

    fast = jit(loss)
    assert_as_eager(fast, (1.0,))
    assert "no repetition" in str(fast.reason)


@ROUTES
def test_a_primitive_of_the_learner_s_own_is_replayed_in_python(host: Host) -> None:
    cube = primitive(lambda x: x**3, lambda x: 3 * x**2, name="my cube!")
    fast = jit(lambda x, y: cube(x) * y + tanh(cube(y)), host)
    assert_as_eager(fast, (1.5, 0.5), (0.5, -2.0))
    assert fast.how == "python"
    assert fast.reason is not None
    if host:
        assert fast.reason.startswith("my cube! is a primitive of your own, written in Python")


@pytest.mark.parametrize("name", ["a cube", "v", "g", "x0", "v12", "da", "c", "q", "p", "h"])
def test_a_primitive_may_be_called_anything(name: str) -> None:
    cube = primitive(lambda x: x**3, lambda x: 3 * x**2, name=name)
    assert_as_eager(jit(lambda x, y: cube(x) * y + tanh(cube(y))), (1.5, 0.5), (0.5, -2.0))


@ROUTES
def test_a_leaf_made_inside_the_loss_is_a_constant(host: Host) -> None:
    fast = jit(lambda x: ag.Node(3.0) * x + x, host)
    assert_as_eager(fast, (2.0,), (5.0,))


@ROUTES
def test_lengths_of_many_coordinates_and_the_largest_of_many(host: Host) -> None:
    def loss(x: Any, y: Any, z: Any) -> Any:
        return hypot(x, y, z) + ag.maximum(x, y, z, 0.5) * ag.minimum(x, y * 2.0, z)

    assert_as_eager(jit(loss, host), (1.0, 2.0, 3.0), (3.0, 1.0, -2.0), (0.1, 0.2, 0.3))


@ROUTES
def test_ties_of_the_largest_of_three_are_the_engine_s(host: Host) -> None:
    fast = jit(lambda x, y, z: ag.maximum(x, y, z) * 1.0, host)
    assert_as_eager(fast, (1.0, 2.0, 3.0), (3.0, 3.0, 3.0), (2.0, 2.0, 1.0))


@ROUTES
def test_a_long_chain_is_a_loop(host: Host) -> None:
    def loss(x: Any) -> Any:
        for _ in range(3000):
            x = x * 1.0001 + 0.001
        return x

    fast = jit(loss, host)
    assert_as_eager(fast, (0.5,), (1.5,))
    assert [loop.count for loop in fast.rolled.loops] == [3000]  # type: ignore[union-attr]


@ROUTES
def test_sums_inside_sums_that_begin_at_the_same_operation(host: Host) -> None:
    def loss(x: Any, y: Any) -> Any:
        return mean(
            exp(mean(tanh(x * a) * y + sqrt(x * x + b) for b in (0.5, 1.0, 1.5, 2.5)) * a)
            for a in (0.1, 0.2, 0.4, 0.8)
        )

    assert_as_eager(jit(loss, host), (0.3, 0.7), (-0.2, 1.1))


@ROUTES
def test_many_parameters_in_loops(host: Host) -> None:
    rows = [[math.sin(3 * i + j) for j in range(6)] for i in range(9)]

    def loss(*weights: Any) -> Any:
        return mean(sum(w * a for w, a in zip(weights, row, strict=True)) ** 2 for row in rows)

    assert_as_eager(jit(loss, host), tuple(math.cos(k) for k in range(6)))


def test_one_hundred_thousand_points() -> None:
    fast = jit(lecture(100_000), instantiate)
    value, gradient = fast(0.3, 0.3)
    expected, slopes = closed_form(*lecture_points(100_000))(0.3, 0.3)
    assert value == pytest.approx(expected, rel=1e-12)
    assert gradient == pytest.approx(slopes, rel=1e-10)
