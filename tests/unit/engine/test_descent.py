"""Going downhill, and the lecture's problem solved in several ways."""

from __future__ import annotations

import math
from collections.abc import Callable
from itertools import chain, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from py_engine import (
    AdaGrad,
    Adam,
    DomainError,
    GradientDescent,
    GradientError,
    Momentum,
    Nesterov,
    RMSProp,
    Step,
    cosine_decay,
    descend,
    exp,
    exponential_decay,
    inverse_decay,
    log,
    mean,
    minibatches,
    sqrt,
    step_decay,
    value_and_grad,
    weiszfeld,
)
from py_engine.descent import STILL_STEPS
from tests.lecture import closed_form, lecture_points, mean_distance


def bowl(x: Any, y: Any) -> Any:
    return (x - 3.0) ** 2 + 10.0 * (y + 1.0) ** 2


def geometric_median(points: list[tuple[float, ...]]) -> Step:
    *_, last = weiszfeld(points, steps=10_000)
    return last


# The lecture

XS, YS = lecture_points()


def test_the_lectures_numbers_for_one_point() -> None:
    loss = mean_distance(*lecture_points(1))
    assert value_and_grad(loss)(0.3, 0.3) == (
        0.5472122517293468,
        (-0.5900849147094943, -0.8073411877467226),
    )


def test_the_lectures_numbers_for_a_thousand_points() -> None:
    value, gradient = value_and_grad(mean_distance(XS, YS))(0.3, 0.3)
    assert value == pytest.approx(0.443052824475648, rel=1e-14)
    assert gradient == pytest.approx((-0.3277744397151291, -0.336282174741702), rel=1e-14)


def test_the_lectures_traversal_in_reverse_topological_order() -> None:
    from py_engine import Node

    (x_1,), (y_1,) = lecture_points(1)
    x, y = Node(0.3), Node(0.3)
    loss = ((x_1 - x) ** 2 + (y_1 - y) ** 2) ** 0.5
    loss.backward()
    rows = [
        (op.op, round(op.value, 4), loss.tape.cells[op.position])
        for op in reversed(list(loss.tape.operations()))
        if op.op != "leaf"
    ]
    assert [row[:2] for row in rows] == [
        ("pow", 0.5472),
        ("add", 0.2994),
        ("pow", 0.1952),
        ("sub", -0.4418) if y_1 < 0.3 else ("sub", 0.4418),
        ("pow", 0.1043),
        ("sub", -0.3229) if x_1 < 0.3 else ("sub", 0.3229),
    ]
    by_op = [row[2] for row in rows]
    assert by_op[:3] == pytest.approx([1.0, 0.9137222319490423, 0.9137222319490423], rel=1e-14)
    assert sorted(map(abs, (by_op[3], by_op[5]))) == pytest.approx(
        [0.5900849147094943, 0.8073411877467226], rel=1e-14
    )
    assert (x.grad, y.grad) == pytest.approx((-0.5900849147094943, -0.8073411877467226), rel=1e-14)


@pytest.mark.parametrize("point", [(0.3, 0.3), (5.0, 5.0), (-1.0, 2.0), (0.48, 0.49)])
def test_the_engine_agrees_with_the_closed_form(point: tuple[float, float]) -> None:
    value, gradient = value_and_grad(mean_distance(XS, YS))(*point)
    by_hand = closed_form(XS, YS)(*point)
    assert value == by_hand[0]
    assert gradient == pytest.approx(by_hand[1], rel=1e-12)


def test_on_a_data_point_the_loss_has_no_gradient() -> None:
    with pytest.raises(GradientError, match="sqrt") as caught:
        value_and_grad(mean_distance([0.5, 1.0], [0.5, 1.0]))(0.5, 0.5)
    assert caught.value.op == "sqrt"


@pytest.mark.parametrize(
    ("start", "rate", "steps"), [((5.0, 5.0), 0.01, 3000), ((0.3, 0.3), 0.1, 300)]
)
def test_descent_ends_where_weiszfeld_ends(
    start: tuple[float, float], rate: float, steps: int
) -> None:
    best = geometric_median(list(zip(XS, YS, strict=True)))
    by_hand = closed_form(XS, YS)
    descent = descend(
        lambda x, y: None, start, GradientDescent(rate), steps, differentiate=lambda _f: by_hand
    )
    end = descent.run()
    assert end.point == pytest.approx(best.point, abs=1e-3)
    assert end.value == pytest.approx(best.value, abs=1e-6)
    assert descent.reason in ("converged", "steps done")


def test_descent_by_the_engine_ends_where_weiszfeld_ends() -> None:
    xs, ys = lecture_points(50)
    best = geometric_median(list(zip(xs, ys, strict=True)))
    end = descend(mean_distance(xs, ys), (0.3, 0.3), GradientDescent(0.1), 400).run()
    assert end.point == pytest.approx(best.point, abs=1e-3)
    assert end.value == pytest.approx(best.value, abs=1e-6)


# Weiszfeld


def test_weiszfeld_only_goes_down_and_ends_where_the_gradient_is_zero() -> None:
    steps = list(weiszfeld(list(zip(XS, YS, strict=True)), (5.0, 5.0)))
    values = [step.value for step in steps]
    assert all(after <= before + 1e-15 for before, after in pairwise(values))
    assert math.hypot(*steps[-1].gradient) < 1e-12
    assert steps[0] == Step(0, (5.0, 5.0), values[0], steps[0].gradient)


def test_weiszfeld_leaves_a_data_point_that_it_landed_on() -> None:
    corners = [(0.0, 0.0), (2.0, 0.0), (0.0, 2.0), (2.0, 2.0)]
    last = list(weiszfeld([*corners, (1.9, 1.9)], (0.0, 0.0)))[-1]
    assert last.value < sum(math.dist((0.0, 0.0), p) for p in [*corners, (1.9, 1.9)]) / 5
    around = [
        sum(math.dist((last.point[0] + dx, last.point[1] + dy), p) for p in [*corners, (1.9, 1.9)])
        for dx, dy in ((1e-4, 0), (-1e-4, 0), (0, 1e-4), (0, -1e-4))
    ]
    assert min(around) / 5 >= last.value


def test_weiszfeld_stays_on_a_data_point_that_is_the_median() -> None:
    heavy = [(0.0, 0.0)] * 3 + [(1.0, 0.0), (0.0, 1.0)]
    (only,) = weiszfeld(heavy, (0.0, 0.0))
    assert (only.point, only.value) == ((0.0, 0.0), 0.4)
    assert geometric_median(heavy).value == pytest.approx(0.4, abs=1e-9)


def test_the_geometric_median_on_a_line_is_the_median() -> None:
    points = [(float(k), float(k), float(k)) for k in (0, 1, 5, 6, 100)]
    assert geometric_median(points).point == pytest.approx((5.0, 5.0, 5.0), abs=1e-6)
    with pytest.raises(ValueError, match="no points"):
        list(weiszfeld([]))


# descend


def test_steps_begin_with_the_start_and_follow_the_gradient() -> None:
    steps = list(descend(bowl, (0.0, 0.0), GradientDescent(0.01), 2))
    assert [step.index for step in steps] == [0, 1, 2]
    assert steps[0] == (0, (0.0, 0.0), 19.0, (-6.0, 20.0))
    assert steps[1].point == pytest.approx((0.06, -0.2))
    assert steps[1].value == bowl(*steps[1].point)


@pytest.mark.parametrize(
    "optimizer",
    [
        GradientDescent(0.05),
        Momentum(0.01),
        Nesterov(0.01),
        AdaGrad(1.0),
        RMSProp(exponential_decay(0.1, 0.99)),
        Adam(cosine_decay(0.1, 3000)),
    ],
)
def test_every_optimizer_finds_the_bottom_of_a_bowl(optimizer: Any) -> None:
    end = descend(bowl, (0.0, 0.0), optimizer, 3000).run()
    assert end.point == pytest.approx((3.0, -1.0), abs=1e-3)
    assert end.value < 1e-6


TEXTBOOK = {
    # Two moves in one parameter with rate 0.1 and gradients 2 and -1, worked out by hand.
    GradientDescent(0.1): [-0.2, 0.1],
    Momentum(0.1, 0.9): [-0.2, -0.1 * (0.9 * 2 - 1)],
    Nesterov(0.1, 0.9): [-0.1 * (2 + 0.9 * 2), -0.1 * (-1 + 0.9 * (0.9 * 2 - 1))],
    AdaGrad(0.1, 0.0): [-0.1, 0.1 / math.sqrt(5)],
    RMSProp(0.1, 0.75, 0.0): [-0.2, 0.1 / math.sqrt(0.75 * 1.0 + 0.25)],
    Adam(0.1, 0.5, 0.75, 0.0): [-0.1, -0.1 * (0.0 / 0.75) / math.sqrt(1.0 / (1 - 0.75**2))],
}


@pytest.mark.parametrize("optimizer", TEXTBOOK, ids=lambda o: type(o).__name__)
def test_the_moves_are_those_of_the_textbook(optimizer: Any) -> None:
    move = optimizer.begin(1)
    moves = [move(0, [2.0])[0], move(1, [-1.0])[0]]
    assert moves == pytest.approx(TEXTBOOK[optimizer], abs=1e-15)


def test_an_optimizer_serves_two_descents_without_remembering_the_first() -> None:
    optimizer = Momentum(0.01)
    first = list(descend(bowl, (0.0, 0.0), optimizer, 20))
    assert list(descend(bowl, (0.0, 0.0), optimizer, 20)) == first


def test_schedules() -> None:
    assert [step_decay(1.0, 0.5, 2)(k) for k in range(5)] == [1.0, 1.0, 0.5, 0.5, 0.25]
    assert [exponential_decay(1.0, 0.5)(k) for k in range(3)] == [1.0, 0.5, 0.25]
    assert [inverse_decay(1.0, 10)(k) for k in (0, 10, 30)] == [1.0, 0.5, 0.25]
    cosine = cosine_decay(1.0, 10, 0.2)
    assert [cosine(k) for k in (0, 5, 10, 99)] == pytest.approx([1.0, 0.6, 0.2, 0.2])


def test_a_schedule_sets_the_rate_of_each_step() -> None:
    points = [s.point[0] for s in descend(lambda x: x, [0.0], GradientDescent(lambda k: k + 1), 3)]
    assert points == [0.0, -1.0, -3.0, -6.0]


# Why a descent ends


def end_of(f: Callable[..., Any], start: list[float], rate: float, steps: int) -> tuple[Any, Step]:
    descent = descend(f, start, GradientDescent(rate), steps)
    assert descent.reason == "running"
    return descent, descent.run()


def test_a_descent_that_does_all_its_steps_says_so() -> None:
    descent, last = end_of(lambda x: x**2, [1.0], 0.01, 10)
    assert (descent.reason, last.index, descent.last) == ("steps done", 10, last)
    assert descent.message == "All 10 steps are done."


def test_a_descent_converges_only_when_nothing_moves_any_more() -> None:
    descent, last = end_of(lambda x: (x - 1.0) ** 2 + 5.0, [9.0], 0.1, 10_000)
    assert descent.reason == "converged"
    assert last.point[0] == pytest.approx(1.0, abs=1e-8)
    assert 100 < last.index < 1000


def test_a_start_at_the_bottom_has_converged_after_some_steps_without_moves() -> None:
    descent, last = end_of(lambda x: x * x, [0.0], 0.1, 1000)
    assert (descent.reason, last.index) == ("converged", STILL_STEPS - 1)


@pytest.mark.parametrize(
    ("f", "start", "rate"),
    [
        (lambda x: x**4, 1.0, 0.1),
        (lambda x: 1e-6 * x**2, 1e3, 1.0),
        (lambda x: x**2, 1.0, 1e-12),
        (lambda x: 1e-9 * x, 1.0, 0.01),
    ],
)
def test_a_slow_descent_has_not_converged(f: Any, start: float, rate: float) -> None:
    descent, last = end_of(f, [start], rate, 500)
    assert (descent.reason, last.index) == ("steps done", 500)


def test_momentum_that_turns_round_has_not_converged() -> None:
    descent = descend(lambda x: x**2, [1.0], Momentum(0.1), 2000)
    assert descent.run().value < 1e-12


def test_a_descent_that_grows_has_diverged_and_says_when_and_how_much() -> None:
    descent, last = end_of(lambda x: x**2, [1.0], 1.5, 1000)
    assert descent.reason == "diverged"
    assert last.index == 10
    assert last.value == 2.0**20
    assert descent.message == "Step 10: the loss has grown 1e+06 times. Halve the rate."


def test_a_descent_that_leaps_out_of_the_floats_is_not_finite() -> None:
    descent, last = end_of(lambda x: x**4, [1e60], 1.0, 1000)
    assert descent.reason == "not finite"
    assert last.index == 0
    assert isinstance(descent.error, ArithmeticError)
    assert descent.message.startswith("Step 1: the loss or its gradient is not a finite number.")


def test_a_loss_that_becomes_nan_without_a_gradient_is_not_finite() -> None:
    values = iter([1.0, math.nan])
    descent = descend(lambda x: None, [0.0], GradientDescent(1.0), 5,
                      differentiate=lambda _f: lambda x: (next(values), (1.0,)))  # fmt: skip
    assert math.isnan(descent.run().value)
    assert (descent.reason, descent.message) == ("not finite", "Step 1: the loss is nan.")


def test_what_the_loss_raises_at_the_start_is_raised() -> None:
    with pytest.raises(GradientError):
        descend(sqrt, [0.0]).run()
    with pytest.raises(ZeroDivisionError):
        descend(lambda x: -1 / (x - 1), [1.0], GradientDescent(1.0)).run()


@pytest.mark.parametrize(
    ("loss", "start", "error"),
    [
        (lambda x: x + log(x), 1.0, ValueError),
        (lambda x: -1 / (x - 1), 2.0, ZeroDivisionError),
        (lambda x: x + x**0.5, 0.0625, DomainError),
        (lambda x: exp(exp(x)) - 800.0 * x, -700.0, OverflowError),
    ],
)
def test_where_the_loss_has_no_value_later_the_stream_ends_and_says_why(
    loss: Any, start: float, error: type[Exception]
) -> None:
    descent = descend(loss, [start], GradientDescent(1.0))
    steps = list(descent)
    assert descent.reason == "not finite"
    assert descent.last == steps[-1]
    assert type(descent.error) is error
    assert list(descent) == []
    assert descent.reason == "not finite"


def test_a_gradient_that_stops_being_finite_ends_the_stream() -> None:
    slopes = iter([(1.0,), (math.inf,)])
    descent = descend(lambda x: None, [0.0], GradientDescent(1.0), 5,
                      differentiate=lambda _f: lambda x: (1.0, next(slopes)))  # fmt: skip
    assert len(list(descent)) == 2
    assert descent.reason == "not finite"


def test_an_error_of_another_kind_is_the_program_s_and_is_raised() -> None:
    calls = iter([1.0, "text"])
    with pytest.raises(TypeError):
        descend(lambda x: x * x + next(calls), [1.0]).run()


def test_a_descent_can_be_taken_step_by_step_and_left() -> None:
    descent = descend(lambda x: x**2, [1.0], GradientDescent(0.1), 1_000_000)
    assert next(descent).point == (1.0,)
    assert next(descent).point == pytest.approx((0.8,))
    assert (descent.reason, descent.last is not None) == ("running", True)
    assert iter(descent) is descent


def test_without_steps_the_start_is_all() -> None:
    assert [s.index for s in descend(lambda x: x, [1.0], steps=0)] == [0]
    assert list(descend(lambda x: x, [1.0], steps=-1)) == []
    with pytest.raises(ValueError, match="no steps"):
        descend(lambda x: x, [1.0], steps=-1).run()


# Batches


def test_minibatches_go_through_all_the_data_again_and_again() -> None:
    batches = minibatches(range(10), 4, seed=1)
    for _round in range(3):
        three = [next(batches) for _ in range(3)]
        assert [len(batch) for batch in three] == [4, 4, 2]
        assert sorted(chain(*three)) == list(range(10))


def test_the_seed_decides_the_batches() -> None:
    def first(seed: int) -> list[int]:
        return next(minibatches(range(100), 10, seed))

    assert first(1) == first(1)
    assert first(1) != first(2)
    data = [3, 1, 2]
    next(minibatches(data, 2))
    assert data == [3, 1, 2]


@pytest.mark.parametrize(("data", "size"), [([], 1), ([1], 0)])
def test_minibatches_of_nothing_are_refused(data: list[int], size: int) -> None:
    with pytest.raises(ValueError, match="must be at least 1"):
        minibatches(data, size)


def test_stochastic_descent_comes_close_to_the_median() -> None:
    points = list(zip(XS, YS, strict=True))

    def loss(x: Any, y: Any, batch: list[tuple[float, float]]) -> Any:
        return mean(sqrt((x_i - x) ** 2 + (y_i - y) ** 2) for x_i, y_i in batch)

    descent = descend(
        loss, (0.0, 0.0), GradientDescent(inverse_decay(0.3, 50)), 600,
        batches=minibatches(points, 4, seed=3),
    )  # fmt: skip
    assert descent.run().point == pytest.approx(geometric_median(points).point, abs=0.05)


def test_a_descent_ends_with_its_batches() -> None:
    descent = descend(lambda x, b: x * b[0], [0.0], GradientDescent(1.0), 99, batches=[[1], [2]])
    assert [step.point for step in descent] == [(0.0,), (-1.0,)]
    assert (descent.reason, descent.message) == ("steps done", "The batches ended after 2 steps.")


def test_a_notebook_draws_its_losses() -> None:
    descent = descend(bowl, (0.0, 0.0), 0.05, 700)
    assert descent._repr_svg_() is None
    *_, last = descent
    svg = descent._repr_svg_()
    assert svg is not None
    (line,) = ElementTree.fromstring(svg).findall(".//{*}polyline")
    places = [tuple(map(float, place.split(","))) for place in line.attrib["points"].split()]
    assert 16 < len(places) <= 66
    *gaps, _to_the_last = [b - a for (a, _), (b, _) in pairwise(places)]
    assert 0.0 < min(gaps) > max(gaps) - 0.2  # evenly spread
    assert [y for _x, y in places] == sorted(y for _x, y in places)  # down the page
    assert f"step {last.index:,}<" in svg
    assert descent.message in svg
    assert ">19<" in svg  # the loss at the start: it falls a hundredfold
    assert "logarithmic" in svg
    below_0 = descend(lambda x: x, -1.0, 0.1, 5)
    assert list(below_0)
    assert "logarithmic" not in (below_0._repr_svg_() or "logarithmic")
