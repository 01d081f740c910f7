"""Optimizers that search: few evaluations, and an end at the lowest point that can be reached."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from py_engine import (
    LBFGS,
    Adam,
    Descent,
    GradientDescent,
    LineSearch,
    Momentum,
    Newton,
    OperandError,
    descend,
    dot,
    exp,
    log,
    mean,
    sqrt,
    weiszfeld,
)
from py_engine.gradients import flat_value_and_grad

CHANCE = random.Random(5)
XS = [CHANCE.uniform(0, 1) for _ in range(1000)]
YS = [CHANCE.uniform(0, 1) for _ in range(1000)]


def mean_distance(x: Any, y: Any) -> Any:
    return mean(sqrt((a - x) ** 2 + (b - y) ** 2) for a, b in zip(XS, YS, strict=True))


def valley(x: Any, y: Any) -> Any:
    return (1.0 - x) ** 2 + 100.0 * (y - x * x) ** 2


def saddle(x: Any, y: Any) -> Any:
    return x**4 - x * x + y * y


def barrier(x: Any) -> Any:
    return x - log(x)


def steep(x: Any) -> Any:
    return exp(x) + exp(-2.0 * x)


def uneven(*xs: Any) -> Any:
    return dot(xs, [(k + 1) ** 2 * (x - k) for k, x in enumerate(xs)])


# Where each starts and ends, worked out by hand.
ENDS: dict[str, tuple[Callable[..., Any], list[float], list[float]]] = {
    "a curved valley": (valley, [-1.2, 1.0], [1.0, 1.0]),
    "beside a saddle": (saddle, [1e-3, 1.0], [math.sqrt(0.5), 0.0]),
    "a wall that one must not cross": (barrier, [20.0], [1.0]),
    "steep walls": (steep, [30.0], [math.log(2.0) / 3.0]),
    "twelve parameters": (uneven, [9.0] * 12, [k / 2.0 for k in range(12)]),
    "at its end already": (steep, [math.log(2.0) / 3.0], [math.log(2.0) / 3.0]),
}


class Counted:
    """How often the loss has been evaluated."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self, f: Callable[..., Any]) -> Callable[..., Any]:
        exact = flat_value_and_grad(f)

        def evaluate(*point: float) -> Any:
            self.times += 1
            return exact(*point)

        return evaluate


@pytest.mark.parametrize(("optimizer", "most"), [(Newton(), 15), (LBFGS(), 30)])
def test_the_lectures_problem_is_solved_in_few_evaluations(optimizer: Any, most: int) -> None:
    """From afar, where the ground hardly curves: a full Newton step goes 3,000 times too far."""
    *_, (_index, best, *_) = weiszfeld(list(zip(XS, YS, strict=True)))
    counted = Counted()
    for step in descend(mean_distance, [5.0, 5.0], optimizer, 60, differentiate=counted):
        if math.dist(step.point, best) <= 1e-12:
            break
    assert math.dist(step.point, best) <= 1e-12
    assert counted.times <= most


@pytest.mark.parametrize("optimizer", [Newton(), LBFGS(), LBFGS(memory=1)])
@pytest.mark.parametrize("name", ENDS)
def test_it_ends_at_the_bottom(name: str, optimizer: Any) -> None:
    f, start, end = ENDS[name]
    descent = descend(f, start, optimizer, 500)
    assert descent.run().point == pytest.approx(end, abs=1e-7)
    assert descent.reason == "converged"


@pytest.mark.parametrize("optimizer", [LineSearch(), LineSearch(Momentum(1e6)), LineSearch(Adam())])
def test_with_a_search_no_step_leads_up_whatever_the_rate(optimizer: Any) -> None:
    for f, start, _end in ENDS.values():
        values = [step.value for step in descend(f, start, optimizer, 60)]
        assert all(b <= a + 1e-14 * (1 + abs(a)) for a, b in zip(values, values[1:], strict=False))
        assert values[-1] <= values[0]


@pytest.mark.parametrize("rate", [1e-9, 1e-3, 1e6, 1e15])
def test_a_search_finds_the_length_that_the_rate_has_not(rate: float) -> None:
    optimizer, counted = LineSearch(GradientDescent(rate)), Counted()
    descent = descend(lambda x, y: x * x + 2.0 * y * y, [4.0, 5.0], optimizer, 300,
                      differentiate=counted)  # fmt: skip
    assert descent.run().value < 1e-12
    assert descent.last
    assert counted.times < 2 * descent.last.index + 50  # as the next one begins with it
    assert descend(valley, [-1.2, 1.0], optimizer, 40).run().value < 4.2


def test_each_step_is_one_evaluation_where_the_ground_is_as_it_was_foreseen() -> None:
    counted = Counted()
    descent = descend(lambda x, y: x * x + 3.0 * y * y, [4.0, 5.0], Newton(), 10,
                      differentiate=counted)  # fmt: skip
    points = [step.point for step in descent]
    assert points[1] == pytest.approx((0.0, 0.0), abs=1e-15)
    assert counted.times == len(points) + 1  # for a step that is not made any more


def test_where_there_is_no_curvature_it_goes_down_all_the_same() -> None:
    values = [step.value for step in descend(lambda x: 3.0 * x, 5.0, Newton(), 5)]
    assert values == sorted(values, reverse=True)
    assert values[-1] < 0


def fresh(optimizer: Any) -> list[Sequence[float]]:
    return [step.point for step in descend(valley, [-1.2, 1.0], optimizer, 10)]


@pytest.mark.parametrize("optimizer", [Newton(), LBFGS(), LineSearch(Momentum())])
def test_one_optimizer_serves_many_descents(optimizer: Any) -> None:
    assert fresh(optimizer) == fresh(optimizer)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(OperandError, match="at least 1"):
        descend(valley, [1.0, 2.0], LBFGS(0)).run()
    with pytest.raises(OperandError, match="batches"):
        descend(valley, [1.0], Newton(), batches=[1.0])
    with pytest.raises(OperandError, match="with its settings"):
        descend(valley, [1.0, 2.0], Newton)  # type: ignore[arg-type]  # the mistake


def test_a_descent_says_where_it_is_as_ever() -> None:
    descent = descend(valley, [-1.2, 1.0], Newton(), 3)
    assert isinstance(descent, Descent)
    assert [step.index for step in descent] == [0, 1, 2, 3]
    assert descent.reason == "steps done"
