"""The tape: which one a node is on, what is in it, how long it lives, and what the sweep says."""

from __future__ import annotations

import gc
import math
import threading
import tracemalloc
from collections.abc import Callable
from typing import Any

import pytest

from py_engine import (
    GradientError,
    Node,
    cbrt,
    exp,
    hypot,
    log,
    maximum,
    mean,
    no_grad,
    primitive,
    sqrt,
    stop_gradient,
    total,
    value_and_grad,
    where,
    zero_grad,
)
from py_engine.tape import Operation, Tape

DEEP = 1_000_000


# What is written


def test_a_tape_keeps_the_complete_program() -> None:
    x = Node(3.0)
    y = (5.0 - x) ** 2 * x
    assert list(y.tape.operations()) == [
        Operation(0, "leaf", 3.0, (), ()),
        Operation(7, "sub", 2.0, (5.0, 0), (None, -1.0)),
        Operation(14, "pow", 4.0, (7, 2.0), (4.0, None)),
        Operation(21, "mul", 12.0, (14, 0), (3.0, 4.0)),
    ]
    assert len(y.tape) == 4


@pytest.mark.parametrize("count", [1, 2, 3, 4, 7])
def test_an_operation_of_many_operands_reads_as_one(count: int) -> None:
    leaves = [Node(float(k + 1)) for k in range(count)]
    longest = hypot(*leaves)
    (operation,) = [op for op in longest.tape.operations() if op.op == "hypot"]
    assert operation.operands == tuple(leaf.position for leaf in leaves)
    assert operation.value == math.hypot(*range(1, count + 1))
    assert longest.local_gradients == tuple(leaf._value / longest._value for leaf in leaves)
    assert [parent is leaf for parent, leaf in zip(longest.parents, leaves, strict=True)] == (
        [True] * count
    )
    longest.backward()
    assert tuple(leaf.grad for leaf in leaves) == longest.local_gradients


def test_constants_among_many_operands_stay_in_their_places() -> None:
    x, y = Node(3.0), Node(2.0)
    largest = maximum(1.0, x, 2.5, y)
    *leaves, operation = largest.tape.operations()
    assert [leaf.op for leaf in leaves] == ["leaf", "leaf"]
    assert operation.operands == (1.0, x.position, 2.5, y.position)
    assert operation.local_gradients == (None, 1.0, None, 0.0)


# Where two tapes meet


def test_a_leaf_is_on_no_tape_until_it_is_used() -> None:
    x, y = Node(2.0), Node(3.0)
    assert x.tape is y.tape
    assert x.tape.cells is None
    z = x * y
    assert x.tape is y.tape is z.tape
    assert len(z.tape) == 3


def test_graphs_begun_apart_are_joined() -> None:
    a, b = Node(2.0), Node(3.0)
    left = (a * 5.0) * a
    right = b * b
    a_tape = left.tape
    both = left * right
    assert both.tape is a_tape
    both.backward()
    assert (a.grad, b.grad) == (2 * 5.0 * 2.0 * 9.0, 20.0 * 2 * 3.0)
    assert (left.grad, right.grad) == (9.0, 20.0)


def test_the_shorter_tape_moves_whichever_side_it_is_on() -> None:
    for swap in (False, True):
        a, b = Node(2.0), Node(3.0)
        long, short = a * a * a * a, b * 2.0
        home = long.tape
        joined = short + long if swap else long + short
        assert joined.tape is home
        joined.backward()
        assert (a.grad, b.grad) == (32.0, 2.0)


def test_a_handle_from_before_a_move_goes_on_working() -> None:
    a, b = Node(2.0), Node(3.0)
    early = b * b
    later = early + 1.0
    _joined = (a * a * a * a) + later
    assert (early.op, early.value, early.local_gradients) == ("mul", 9.0, (3.0, 3.0))
    assert (early.parents[0].id, later.parents[0].value) == (b.id, 9.0)
    for result in (early * a, a * early, -early, early**2, 1 - early, early / 2, sqrt(early)):
        result.backward()
        place = [parent.id for parent in result.parents].index(early.id)
        assert early.grad == result.local_gradients[place]


def test_moves_of_moved_tapes_are_followed() -> None:
    leaves = [Node(float(k)) for k in range(1, 9)]
    parts = [leaf * leaf for leaf in leaves]
    while len(parts) > 1:
        parts = [left + right for left, right in zip(parts[::2], parts[1::2], strict=True)]
    parts[0].backward()
    assert [leaf.grad for leaf in leaves] == [2.0 * leaf.value for leaf in leaves]


def test_guards_and_escapes_move_with_their_tape() -> None:
    a, b = Node(2.0), Node(3.0)
    right = b * b
    assert right > 1.0
    right_value = right.value
    joined = (a * a * a * a) + right
    assert right_value == 9.0
    early = joined.parents[1]
    assert joined.tape.guards == [(">", early.position, 1.0, True)]
    assert joined.tape.escaped is not None
    assert ".value" in joined.tape.escaped.what


def test_what_both_tapes_knew_is_known_when_they_are_joined() -> None:
    a, b = Node(2.0), Node(3.0)
    left, right = a * a * a * a, b * b
    assert left > 1.0
    assert right > 2.0
    left.backward()
    joined = left * right
    assert [guard[1:3] for guard in joined.tape.guards] == [
        (left.position, 1.0),
        (joined.parents[1].position, 2.0),
    ]
    joined.backward()
    assert (left.grad, a.grad, b.grad) == (9.0, 32.0 + 9.0 * 32.0, 16.0 * 6.0)


def test_looking_at_a_result_lets_the_leaves_of_all_joined_tapes_go() -> None:
    a, b = Node(2.0), Node(3.0)
    joined = a * a * a * a + b * b
    assert joined.value == 25.0
    assert a.tape.cells is None
    assert b.tape.cells is None


def test_a_comparison_joins_the_tapes_of_both_sides() -> None:
    left, right = Node(2.0) * 2, Node(3.0) * 3
    assert left < right
    assert left.tape.guards == [("<", left.position, right.parents[0].position + 7, True)]


def test_each_addition_of_a_sum_is_written_down() -> None:
    x = Node(2.0)
    result = total([x * 1.0, x * 2.0, x * 3.0])
    additions = [each for each in result.tape.operations() if each.op not in ("leaf", "mul")]
    assert [(each.op, each.value) for each in additions] == [
        ("add", 2.0),
        ("add", 6.0),
        ("add", 12.0),
    ]


def test_a_sum_survives_that_its_tape_moves_while_it_is_added_up() -> None:
    a, b = Node(2.0), Node(3.0)
    longer = b * b * b * b * b * b * b * b * b * b * b * b

    def terms() -> Any:
        yield a * 1.0
        yield a * 2.0
        yield longer * a
        yield a * 4.0

    result = total(terms())
    result.backward()
    assert result.value == 2.0 + 4.0 + 2 * 3.0**12 + 8.0
    assert (a.grad, b.grad) == (7.0 + 3.0**12, 2 * 12 * 3.0**11)


def test_a_sum_of_terms_made_beforehand_survives_that_their_tape_moves() -> None:
    a, b = Node(2.0), Node(3.0)
    longer = b * b * b * b * b * b * b * b
    made = [a * 1.0, a * 2.0, a * 4.0]

    def terms() -> Any:
        yield from made[:2]
        assert longer * a
        yield made[2]

    result = total(terms())
    result.backward()
    assert (result.value, a.grad, b.grad) == (14.0, 7.0, 0.0)


def test_a_tape_that_was_swept_before_it_moved_is_swept_anew() -> None:
    a, b = Node(2.0), Node(3.0)
    early = b * b
    later = early * 2.0
    later.backward()
    assert early.grad == 2.0
    joined = (a * a * a * a * a) * later
    joined.backward()
    assert (early.grad, later.grad, b.grad) == (64.0, 32.0, 12.0 + 32.0 * 12.0)


def test_threads_with_graphs_of_their_own_do_not_meet() -> None:
    results: dict[int, float] = {}

    def work(k: int) -> None:
        x = Node(float(k))
        total(x * x for _ in range(2000)).backward()
        results[k] = x.grad

    threads = [threading.Thread(target=work, args=(k,)) for k in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == {k: 4000.0 * k for k in range(4)}


# How long a tape lives


def tapes_alive() -> int:
    return sum(type(each) is Tape for each in gc.get_objects())


@pytest.mark.parametrize("go_back", [False, True])
def test_a_tape_is_freed_with_its_last_node_without_the_garbage_collector(go_back: bool) -> None:
    gc.collect()
    gc.disable()
    try:
        before = tapes_alive()
        x = Node(2.0)
        y = exp(x * x) + 1
        if go_back:
            y.backward()
        assert tapes_alive() == before + 1
        del x, y
        assert tapes_alive() == before
    finally:
        gc.enable()


def growth_of(step: Callable[[], object], steps: int) -> int:
    """Bytes that are still held after so many further steps."""
    gc.collect()
    gc.disable()
    try:
        for _ in range(100):
            step()
        tracemalloc.start()
        before = tracemalloc.get_traced_memory()[0]
        for _ in range(steps):
            step()
        after = tracemalloc.get_traced_memory()[0]
        tracemalloc.stop()
    finally:
        gc.enable()
    return after - before


def test_ten_thousand_steps_of_a_long_lived_leaf_take_no_more_memory() -> None:
    w = Node(0.5)
    kept = [w]

    def step() -> None:
        loss = (w * 3.0 - 1.0) ** 2 + w
        loss.backward()
        kept[0] = loss

    assert growth_of(step, 10_000) < 10_000


def test_results_that_are_only_looked_at_take_no_more_memory_either() -> None:
    w = Node(0.5)
    kept = [w]

    def step() -> None:
        kept[0] = (w * 3.0 - 1.0) ** 2 + w
        assert kept[0].value == 0.75

    assert growth_of(step, 2_000) < 10_000


def test_a_leaf_from_outside_does_not_hold_the_tapes_of_value_and_grad() -> None:
    scale = Node(3.0)
    f = value_and_grad(lambda x: x * scale + x * x)
    assert growth_of(lambda: f(2.0), 2_000) < 10_000
    assert f(2.0) == (10.0, 7.0)


def test_a_node_under_no_grad_does_not_grow() -> None:
    kept = [Node(1.0)]

    def step() -> None:
        with no_grad():
            kept[0] = kept[0] * 0.999

    assert growth_of(step, 2_000) < 10_000


# Depth


@pytest.mark.parametrize("go_back", [False, True])
def test_a_chain_of_a_million_operations(go_back: bool) -> None:
    x = Node(1.0)
    y = x
    for _ in range(DEEP):
        y = y + 0.5
    assert len(y.tape) == DEEP + 1
    if go_back:
        y.backward()
        assert x.grad == 1.0
    del y, x


def test_a_million_terms_are_added_up() -> None:
    x = Node(0.25)
    result = total(x for _ in range(DEEP))
    result.backward()
    assert (result.value, x.grad) == (DEEP / 4, DEEP)


# What the sweep says


def test_the_forward_value_at_a_singular_point_is_that_of_floats() -> None:
    assert sqrt(Node(0.0)).value == 0.0
    assert (Node(0.0) ** 0.5).value == 0.0


@pytest.mark.parametrize(
    ("f", "op", "operands"),
    [
        (sqrt, "sqrt", (0.0,)),
        (lambda x: x**0.5, "pow", (0.0, 0.5)),
        (lambda x: sqrt(x * x), "sqrt", (0.0,)),
        (lambda x: sqrt(x) * 0.0, "sqrt", (0.0,)),
        (lambda x: (x * 1e-200) / 1e-200 * 1e200 * 1e200, "mul", (0.0, 1e200)),
        (lambda x: x + math.nan * x, "mul", None),
    ],
)
def test_a_gradient_that_is_not_finite_names_the_operation_where_it_was_born(
    f: Callable[[Any], Any], op: str, operands: tuple[float, ...] | None
) -> None:
    x = Node(0.0)
    y = f(x)
    with pytest.raises(GradientError) as caught:
        y.backward()
    error = caught.value
    assert error.op == op
    assert y.tape.operation(error.position).op == op
    assert operands is None or error.operands == operands
    assert f"gradient of {op}(" in error.message
    assert error.hint
    assert x.grad == 0.0


def test_a_gradient_error_carries_the_local_gradient_and_the_way_out() -> None:
    with pytest.raises(GradientError) as caught:
        value_and_grad(lambda x, y: 3.0 * sqrt(x * x + y * y))(0.0, 0.0)
    error = caught.value
    assert (error.value, error.local, error.gradient) == (0.0, math.inf, 3.0)
    assert "hypot" in error.hint
    assert str(error) == f"{error.message} {error.hint}"
    assert isinstance(error, ArithmeticError)
    assert value_and_grad(lambda x, y: 3.0 * hypot(x, y))(0.0, 0.0) == (0.0, (0.0, 0.0))


def test_zero_times_infinity_is_not_hidden() -> None:
    with pytest.raises(GradientError, match="0 times inf, which has no value"):
        value_and_grad(lambda x: sqrt(x) * 0.0)(0.0)


def test_an_infinite_gradient_that_only_grew_too_large_says_so() -> None:
    with pytest.raises(GradientError, match="too large for a float"):
        value_and_grad(lambda x: x * 1e-300 * 1e200 * 1e200 * 1e-200 * 1e300)(1e-100)


def test_a_sum_of_gradients_that_overflows_says_so() -> None:
    with pytest.raises(GradientError, match="too large for a float"):
        value_and_grad(lambda x: x * 1.5e308 + x * 1.5e308)(1e-10)


def test_the_birthplace_is_found_among_many_operands_too() -> None:
    slopes = [lambda *_: 1.0, lambda *_: 1.0, lambda *_: math.inf]
    odd = primitive(lambda a, b, c: a + b + c, *slopes, name="odd")
    with pytest.raises(GradientError, match=r"odd\(1.0, 2.0, 3.0\)") as caught:
        value_and_grad(lambda a, b, c: odd(a, b, c) * 2.0)(1.0, 2.0, 3.0)
    assert (caught.value.op, caught.value.operands) == ("odd", (1.0, 2.0, 3.0))


def test_a_singular_operation_that_does_not_matter_does_no_harm() -> None:
    def f(x: Any) -> Any:
        sqrt(x)
        ignored = sqrt(x * 0.0)
        return where(x > 1.0, ignored, x * 3.0)

    assert value_and_grad(f)(0.0) == (0.0, 3.0)
    x = Node(0.0)
    y, _singular = x * 2.0, sqrt(x)
    y.backward()
    assert x.grad == 2.0


def test_what_lies_before_a_singular_operation_that_does_not_matter_is_reached() -> None:
    x = Node(0.0)
    doubled, _singular = x * 2.0, sqrt(x)
    (doubled * 3.0).backward()
    assert x.grad == 6.0


def test_a_nan_on_the_way_that_reaches_no_leaf_is_no_error() -> None:
    x = Node(-2.0)
    y = x ** (Node(2.0) + 1.0)
    y.backward()
    assert x.grad == 12.0


def test_an_interrupt_in_a_sweep_leaves_no_leaf_half_done(monkeypatch: pytest.MonkeyPatch) -> None:
    x, y = Node(2.0), Node(3.0)
    z = x * y

    def interrupted(_number: float) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("py_engine.tape.isfinite", interrupted)
        with pytest.raises(KeyboardInterrupt):
            z.backward()
    assert (x.grad, y.grad) == (0.0, 0.0)
    z.backward()
    assert (x.grad, y.grad) == (3.0, 2.0)


def test_an_exception_in_the_loss_leaves_no_trace_in_the_next_call() -> None:
    w = Node(3.0)

    def f(x: Any) -> Any:
        y = x * w
        if y > 10.0:
            raise RuntimeError
        return y

    with pytest.raises(RuntimeError):
        value_and_grad(f)(4.0)
    assert value_and_grad(f)(2.0) == (6.0, 3.0)
    assert w.grad == 2.0


def test_mean_of_one_node_and_of_nodes_and_numbers() -> None:
    assert value_and_grad(lambda x: mean([x]))(3.0) == (3.0, 1.0)
    assert value_and_grad(lambda x: mean([1, x, 2.0, x * x]))(3.0) == (15.0 / 4, 7.0 / 4)


def test_log_near_zero_says_what_to_do() -> None:
    with pytest.raises(GradientError, match="away from 0"):
        value_and_grad(lambda x: log(x) * 1.0)(5e-324)


# What does not matter to a result


def test_an_operation_that_a_result_does_not_depend_on_spoils_no_gradient() -> None:
    x = Node(0.0)
    v = stop_gradient(x) + 0.0
    unrelated = [sqrt(v), sqrt(x), (x * x) ** 0.5, cbrt(v), 1.0 / (v + 1e-320)]
    z = (x + 1) * 3 + v
    z.backward()
    assert (x.grad, v.grad, z.grad) == (3.0, 1.0, 1.0)
    assert [each.grad for each in unrelated] == [0.0] * 5


def test_every_record_on_the_way_has_the_right_adjoint() -> None:
    x = Node(0.0)
    v = stop_gradient(x) + 0.0
    sqrt(v)
    w = v * 5 + 2.0
    sqrt(stop_gradient(w) - 2.0)
    z = w * w
    z.backward()
    assert (w.grad, v.grad, x.grad) == (4.0, 20.0, 0.0)
    positions = [operation.position for operation in z.tape.operations()]
    adjoints = dict(zip(positions, z.tape.adjoints(), strict=True))
    assert adjoints[v.position] == 20.0
    assert all(map(math.isfinite, adjoints.values()))


def test_an_infinite_slope_that_leads_to_no_leaf_is_no_error() -> None:
    x = Node(0.0)
    v = stop_gradient(x)
    z = x * 3 + sqrt(v)
    z.backward()
    assert (x.grad, v.grad) == (3.0, math.inf)
    forgotten = sqrt(Node(0.0)) + x
    forgotten.backward()
    assert x.grad == 4.0


def test_an_infinite_slope_on_the_way_to_a_leaf_is_named_though_others_come_first() -> None:
    x, y = Node(0.0), Node(0.0)
    elsewhere = sqrt(stop_gradient(y))
    z = cbrt(x) * 2 + elsewhere
    with pytest.raises(GradientError, match="cbrt"):
        z.backward()
    assert (x.grad, y.grad) == (0.0, 0.0)


def test_later_sweeps_find_the_same_again() -> None:
    x = Node(0.0)
    s = sqrt(x)
    z = x * 2
    for k in (1, 2, 3):
        z.backward()
        assert (x.grad, z.grad, s.grad) == (2.0 * k, 1.0, 0.0)


def test_a_gradient_set_to_0_stays_so_when_others_are_put_right() -> None:
    x = Node(0.0)
    v = stop_gradient(x) + 0.0
    kept = [sqrt(v)]
    w = v * 2
    z = w + x
    z.backward()
    zero_grad([w])
    assert (v.grad, w.grad, kept[0].grad) == (2.0, 0.0, 0.0)


def test_tapes_that_are_joined_keep_their_right_adjoints() -> None:
    x = Node(0.0)
    v = stop_gradient(x) + 0.0
    kept = [sqrt(v)]
    z = (v + x) * 3
    z.backward()
    y = Node(1.0)
    for _ in range(20):
        y = y * 1.0
    joined = y + z
    assert (v.grad, z.grad, kept[0].grad) == (3.0, 1.0, 0.0)
    joined.backward()
    assert (v.grad, z.grad) == (3.0, 1.0)
