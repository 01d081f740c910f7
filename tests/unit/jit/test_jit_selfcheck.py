"""Compiled code proves itself: a wrong number is found before it is used, or while it is."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

import py_engine.jit
from py_engine import exp, log, mean, sin, value_and_grad
from py_engine.gradients import flat_value_and_grad
from py_engine.jit import Instantiate, Jit, jit, lower, rules, selfcheck
from py_engine.jit.selfcheck import Budget, beside, spread
from py_engine.jit.trace import trace
from py_engine.primitives import PRIMITIVES
from tests.unit.jit.wasmtime_host import instantiate

ROUTES = pytest.mark.parametrize("host", [None, instantiate], ids=["python", "wasm"])
Host = Instantiate | None


def loss(x: Any = 0.5, y: Any = 2.0) -> Any:
    return sin(x) * y + x * x


def slope_of_sin(slope: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the compiler take this for it; the engine has made its own of the row already."""
    wrong = replace(PRIMITIVES["sin"], derivatives=(slope,))
    monkeypatch.setattr(rules, "PRIMITIVES", {**PRIMITIVES, "sin": wrong})


@pytest.fixture
def wrong_slope(monkeypatch: pytest.MonkeyPatch) -> None:
    """A compiler that takes the slope of sin for 0.5, wherever it is."""
    slope_of_sin(0.5, monkeypatch)


@ROUTES
@pytest.mark.usefixtures("wrong_slope")
def test_a_wrong_gradient_is_never_given_to_anybody(host: Host) -> None:
    fast = jit(loss, host)
    assert fast(0.5, 2.0) == value_and_grad(loss)(0.5, 2.0)
    assert fast.how == "eager"
    assert fast.fault is not None
    assert fast.fault.point == (0.5, 2.0)
    assert fast.fault.right == value_and_grad(loss)(0.5, 2.0)
    assert fast.fault.compiled != fast.fault.right
    assert fast.fault.how == ("wasm" if host else "python")
    assert "compiled code" in str(fast.fault)
    assert fast.reason is not None
    assert "wrong" in fast.reason


@ROUTES
def test_what_is_right_where_it_was_traced_and_wrong_beside_it_is_found_before_it_is_used(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = 0.5
    slope_of_sin(math.cos(at), monkeypatch)
    fast = jit(loss, host)
    fast(at, 2.0)
    assert fast.fault is None
    assert fast(0.75, 2.0) == value_and_grad(loss)(0.75, 2.0)
    assert fast.fault is not None
    assert fast.modules() == []


@pytest.mark.parametrize("entry", ["value", "grid"])
def test_each_entry_of_the_compiled_code_is_compared(
    entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = getattr(py_engine.jit.Variant, entry)

    def wrong(self: Any, *arguments: Any) -> Any:
        found = right(self, *arguments)
        return found + 1.0 if entry == "value" else ([x + 1.0 for x in found[0]], found[1])

    monkeypatch.setattr(py_engine.jit.Variant, entry, wrong)
    fast = jit(loss, instantiate)
    assert fast(0.5, 2.0) == value_and_grad(loss)(0.5, 2.0)
    assert fast.fault is not None


def corrupted(fast: Jit, monkeypatch: pytest.MonkeyPatch, beyond: float = -math.inf) -> None:
    """Let proved code go wrong from now on, where x is larger than this."""
    (variant,) = fast.variants
    right = variant.value_and_gradient

    def wrong(point: Any) -> Any:
        value, gradient = right(point)
        return value, tuple(g + (point[0] > beyond) for g in gradient)

    monkeypatch.setattr(variant, "value_and_gradient", wrong)


def test_one_call_in_some_hundreds_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = jit(loss)
    fast(0.5, 2.0)
    fast(0.5, 2.0)
    corrupted(fast, monkeypatch)
    chance = random.Random(1)
    for _ in range(py_engine.jit.CALLS_APART):
        point = chance.random(), chance.random()
        result = fast(*point)
        if fast.fault:
            break
    assert fast.fault is not None
    assert result == value_and_grad(loss)(*point)


def test_a_point_can_be_checked_on_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = jit(loss)
    assert fast.check(0.5, 2.0)  # nothing is compiled
    fast(0.5, 2.0)
    assert fast.check(1.5, 2.0)
    corrupted(fast, monkeypatch, beyond=3.0)
    assert fast.check(1.5, 2.0)
    assert not fast.check(3.5, 2.0)
    assert fast.fault is not None
    assert fast.check(3.5, 2.0)  # now it is the engine's


def test_values_that_were_drawn_can_be_checked_against_plain_floats() -> None:
    fast = jit(loss)
    fast(0.5, 2.0)
    points = [(0.1, 0.2), (0.3, 0.4), (0.5, math.nan)]
    assert fast.check_values(points, [loss(0.1, 0.2), loss(0.3, 0.4), math.nan])
    assert fast.fault is None


def test_a_wrong_value_that_was_drawn_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = jit(loss)
    fast(0.5, 2.0)
    (variant,) = fast.variants
    monkeypatch.setattr(variant, "value", lambda point: 1.0)
    assert not fast.check_values([(0.1, 0.2)], [1.0])
    assert fast.fault is not None


@ROUTES
def test_a_landscape_s_corners_and_centre_are_compared(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = jit(loss, host)
    fast(0.5, 2.0)
    fast(0.5, 2.0)
    (variant,) = fast.variants
    right = variant.grid

    def wrong(held: Any, x: int, y: Any, xs: Any, ys: Any) -> Any:
        values, failed = right(held, x, y, xs, ys)
        values[-1] += 1.0
        return values, failed

    monkeypatch.setattr(variant, "grid", wrong)
    axis = [0.1 * k for k in range(7)]
    found = fast.grid((0.5, 2.0), 0, 1, axis, axis)
    assert fast.fault is not None
    assert list(found) == [loss(x, y) for y in axis for x in axis]


@pytest.mark.usefixtures("wrong_slope")
def test_changed_data_does_not_bring_back_a_compiler_that_was_wrong() -> None:
    data = [1.0, 2.0]
    fast = jit(lambda x: sin(x) * data[0])
    fast(0.5)
    data[0] = 3.0
    assert fast(0.5)[1] == 3.0 * math.cos(0.5)
    assert fast.how == "eager"
    assert fast.fault is not None


def test_a_loss_that_changes_after_some_calls_is_no_fault_of_the_compiler() -> None:
    calls: list[int] = []

    def forgetful(x: Any) -> Any:
        calls.append(1)
        return x * (2.0 if len(calls) < 4 else 3.0)

    fast = jit(forgetful, watch=False)
    assert fast(1.0)[0] == 2.0
    assert fast(2.0)[0] == 4.0  # the third time; it is after that that it is found out
    assert fast(2.0)[0] == 6.0
    assert fast.fault is None
    assert fast.reason == py_engine.jit.REMEMBERS
    before = len(calls)
    fast(1.0)
    assert len(calls) == before + 1  # nothing is compared any more


def test_a_loss_that_changes_what_it_reads_is_refused_for_good() -> None:
    calls: list[int] = []

    def counting(x: Any) -> Any:
        calls.append(1)
        return x * 2.0

    fast = jit(counting)
    assert [fast(float(k))[0] for k in range(5)] == [0.0, 2.0, 4.0, 6.0, 8.0]
    assert fast.reason == py_engine.jit.CHANGES
    assert len(calls) == 6  # once more than it was called


def test_a_call_gives_what_the_loss_gives_when_it_is_called_for_it() -> None:
    calls: list[int] = []

    def counting(x: Any) -> Any:
        calls.append(1)
        return x * len(calls)

    assert jit(counting)(2.0) == (2.0, 1.0)
    source, twin = random.Random(3), random.Random(3)
    assert jit(lambda x: x * source.random())(2.0) == value_and_grad(
        lambda x: x * twin.random()
    )(2.0)


def test_a_loss_that_remembers_is_run_twice_before_it_is_refused() -> None:
    calls: list[int] = []

    def counting(x: Any) -> Any:
        calls.append(1)
        return x * len(calls)

    fast = jit(counting)
    assert fast.prepare((2.0,)) is None
    assert len(calls) == 2
    assert fast.fault is None


@ROUTES
def test_an_error_that_compiled_code_leaves_out_is_a_fault(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were operations dropped that nobody needs, log(-1) would raise nothing."""
    monkeypatch.setattr("py_engine.jit.forward.Forward._dead", lambda self: set())
    monkeypatch.setattr("py_engine.jit.forward.Forward._checks", lambda self, step: False)

    def checked(x: Any) -> Any:
        log(x)
        return (x + 1) ** 2

    fast = jit(checked, host)
    fast(2.0)
    fast(2.5)
    assert not fast.check(-0.5)
    assert fast.fault is not None
    assert fast.fault.right is None
    with pytest.raises(ValueError, match="math domain"):
        fast(-0.5)


def test_points_beside_another_lie_on_either_side_and_move_each_parameter() -> None:
    point = (0.0, 1e6, -3.0)
    ahead, behind = beside(point, 1.0)
    moves = [a - x for a, x in zip(ahead, point, strict=True)]
    assert all(moves)
    assert [x - b for x, b in zip(point, behind, strict=True)] == pytest.approx(moves)
    assert (ahead, behind) == beside(point, 1.0)


def chaotic(x: Any) -> Any:
    """The logistic map: in 80 steps the last digit of x becomes the first of the result."""
    for _ in range(80):
        x = 3.9 * x * (1.0 - x) * exp(0.0 * x)
    return x


def test_last_digits_that_grow_are_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    (value, _slope) = spread(trace(chaotic, (0.3,)), (0.3,))
    assert value > 0.01
    fast = jit(chaotic)
    fast(0.3)
    (variant,) = fast.variants
    eager = flat_value_and_grad(chaotic)
    monkeypatch.setattr(variant, "value_and_gradient", lambda p: eager(p[0] + 1e-16))
    monkeypatch.setattr(variant, "value", lambda p: chaotic(p[0] + 1e-16))
    assert fast.check(0.31)
    assert fast.fault is None


def test_last_digits_that_do_not_grow_are_measured_as_such() -> None:
    value, along_x, along_y = spread(trace(loss, (0.5, 2.0)), (0.5, 2.0))
    assert 0.0 < value < 1e-14
    assert along_x < 1e-14
    assert along_y < 1e-14


def test_terms_that_cancel_out_are_no_fault() -> None:
    data = [random.Random(5).gauss(0.0, 1.0) for _ in range(500)]
    centre = math.fsum(data) / len(data)
    fast = jit(lambda x: mean((x - d) ** 2 for d in data), instantiate)
    for k in range(20):
        fast(centre + k * 1e-17)
        assert fast.check(centre + k * 1e-17)


class Heavy:
    """A loss of which each call takes a second, by a clock of its own."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        self.runs = 0
        monkeypatch.setattr(selfcheck, "perf_counter", lambda: self.now)

    def __call__(self, x: Any = 0.5, y: Any = 2.0) -> Any:
        self.runs += 1
        self.now += 1.0
        return loss(x, y)

    def sampled(self, call: Callable[[], object], count: int) -> int:
        """How often it is run while something is called so often, in no time."""
        before = self.runs
        for _ in range(count):
            call()
        return self.runs - before


@ROUTES
@pytest.mark.parametrize("entry", ["call", "value"])
def test_the_first_samples_of_a_loss_that_takes_long_are_taken_all_the_same(
    host: Host, entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heavy = Heavy(monkeypatch)
    fast = jit(heavy.__call__, host, watch=False)
    fast(0.5, 2.0)
    fast(0.5, 2.0)
    use = fast.__call__ if entry == "call" else fast.value
    free = selfcheck.FREE["call"]
    runs_each = 1 if entry == "call" else 2
    calls = (free + 3) * py_engine.jit.CALLS_APART
    assert heavy.sampled(lambda: use(0.5, 2.0), calls) == free * runs_each
    heavy.now += (free + 1) * runs_each / selfcheck.SHARE
    assert heavy.sampled(lambda: use(0.5, 2.0), calls) == runs_each


@ROUTES
def test_the_first_grids_of_a_loss_that_takes_long_are_sampled_all_the_same(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    heavy = Heavy(monkeypatch)
    fast = jit(heavy.__call__, host, watch=False)
    fast(0.5, 2.0)
    fast(0.5, 2.0)
    axis = [0.5, 0.6, 0.7]
    cells = 5
    free = selfcheck.FREE["grid"]
    draw = lambda: fast.grid((0.5, 2.0), 0, 1, axis, axis)  # noqa: E731
    assert heavy.sampled(draw, free + 3) == cells * free
    assert fast.budget.free["call"] == selfcheck.FREE["call"]  # landscapes leave calls theirs
    heavy.now += (free + 1) * cells / selfcheck.SHARE
    assert heavy.sampled(draw, 3) == cells


def test_what_proves_a_variant_leaves_the_share_of_samples_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heavy = Heavy(monkeypatch)
    fast = jit(heavy.__call__, watch=False)
    fast(0.5, 2.0)
    fast(0.5, 2.0)
    assert heavy.runs > 3
    assert fast.budget.spent == 0.0


def test_each_way_through_a_loss_has_its_first_samples(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = jit(lambda x: x * x if x > 0 else x * 3)
    fast(1.0)
    free = dict(fast.budget.free)
    fast(-1.0)
    assert fast.budget.free == {kind: 2 * count for kind, count in free.items()}


def test_checks_take_their_share_of_the_time_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(selfcheck, "perf_counter", lambda: now[0])
    budget = Budget()
    with budget.spending():
        now[0] += 0.5
        with budget.spending():  # a part of it
            now[0] += 0.5
    assert (budget.spent, budget.last) == (1.0, 1.0)
    assert not budget.grants("call")
    now[0] = 2.0 / selfcheck.SHARE - 0.1  # the second check would be too early
    assert not budget.grants("call")
    now[0] += 0.2
    assert budget.grants("call")


def test_an_unsound_kernel_is_never_emitted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where gradients would get lost, the program is rolled less deeply, and right."""
    xs = [0.1, 0.5, -0.3, 0.8, 0.7, -0.9]

    def windows(a: Any, b: Any) -> Any:
        ys = [sin(a * x + b) for x in xs]
        return sum((ys[k + 1] - ys[k]) ** 2 for k in range(len(ys) - 1))

    deep = jit(windows)
    deep(0.1, 0.2)
    lost = lower._Lowering._send

    def lose(self: Any, link: Any, gradient: Any) -> None:
        if isinstance(link, lower.Element):  # as if nobody took it
            self.ledger.sent("nowhere")
        lost(self, link, gradient)

    monkeypatch.setattr(lower._Lowering, "_send", lose)
    flat = jit(windows)
    value, gradient = value_and_grad(windows)(0.1, 0.2)
    assert flat(0.1, 0.2) == (pytest.approx(value), pytest.approx(gradient))
    assert flat.rolled is not None
    assert deep.rolled is not None
    assert flat.rolled.size > deep.rolled.size
    assert flat.how == "python"


def no_position(*_arguments: Any) -> Any:
    return [][1]


@ROUTES
@pytest.mark.parametrize("entry", ["value_and_gradient", "value", "grid"])
def test_compiled_code_that_fails_is_a_fault_of_ours_and_no_error_of_the_loss(
    entry: str, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(py_engine.jit.Variant, entry, no_position)
    fast = jit(loss, host)
    assert fast(0.5, 2.0) == value_and_grad(loss)(0.5, 2.0)
    assert fast.fault is not None
    assert "IndexError" in str(fast.fault)
    assert fast.how == "eager"
    assert fast.reason is not None
    assert "Our compiler failed" in fast.reason
    assert fast(1.5, 2.0) == value_and_grad(loss)(1.5, 2.0)


@ROUTES
def test_a_compiler_that_fails_is_a_fault_of_ours_and_no_error_of_the_loss(
    host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(py_engine.jit.variant, "fuse", no_position)
    fast = jit(loss, host)
    assert fast(0.5, 2.0) == value_and_grad(loss)(0.5, 2.0)
    assert fast.fault is not None
    assert fast.fault.how == "compiler"
    assert fast.reason is not None
    assert "Our compiler failed" in fast.reason
    assert "IndexError" in str(fast.fault)
    assert fast.value(1.5, 2.0) == loss(1.5, 2.0)


@pytest.mark.parametrize("entry", ["value_and_gradient", "value", "grid"])
def test_code_that_fails_only_while_it_is_used_is_not_used_any_more(
    entry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fast = jit(loss, instantiate)
    fast(0.5, 2.0)
    fast(0.5, 2.0)
    (variant,) = fast.variants
    monkeypatch.setattr(variant, entry, no_position)
    assert fast(1.5, 2.0) == value_and_grad(loss)(1.5, 2.0)
    assert fast.value(1.5, 2.0) == loss(1.5, 2.0)
    assert list(fast.grid((0.0, 2.0), 0, None, (1.0, 1.5))) == [loss(1.0, 2.0), loss(1.5, 2.0)]
    assert fast.fault is not None
    assert "IndexError" in str(fast.fault)
    assert not fast.variants
