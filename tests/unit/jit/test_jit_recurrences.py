"""Recurrences in recurrences: no gradient is lost on the way back through loops in loops.

The witness is the same function on plain floats: its value, and its slopes by central differences
of high order.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from py_engine import exp, sigmoid, sin, tanh
from py_engine.jit import Instantiate, jit
from tests.unit.jit.wasmtime_host import instantiate

XS = [0.1, 0.5, -0.3, 0.8, 0.2, -0.6]
LOSSES: dict[str, tuple[Callable[..., Any], list[tuple[float, ...]]]] = {}


def case(*points: tuple[float, ...]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def register(f: Callable[..., Any]) -> Callable[..., Any]:
        LOSSES[f.__name__] = f, list(points)
        return f

    return register


@case((0.1, 0.2, 0.3, 0.4), (0.3, 0.1, -0.2, 0.5))
def a_sum_of_gates_is_the_state(a: Any, b: Any, c: Any, u: Any) -> Any:
    h = 0.0
    for x in XS:
        h = sum([tanh(w * x + u * h) for w in (a, b, c)])
    return (h - 0.3) ** 2


@case((0.4, -0.3), (1.2, 0.7))
def what_comes_is_less_what_was(a: Any, b: Any) -> Any:
    h = b
    for x in XS:
        h = tanh(a * x) - h
    for x in XS[1:]:
        h = a * x - h
    return h * h


@case((0.1, 0.2, 0.3, 0.4, 0.5), (-0.2, 0.4, 0.1, 0.3, 0.7))
def a_long_short_term_memory(wi: Any, wf: Any, wo: Any, wg: Any, u: Any) -> Any:
    h = c = 0.0
    for x in XS:
        i, f, o = (sigmoid(w * x + u * h) for w in (wi, wf, wo))
        c = f * c + i * tanh(wg * x + u * h)
        h = o * tanh(c)
    return (h - 0.2) ** 2


@case((0.5, -0.4, 0.9, 0.3), (-1.0, 0.2, 0.4, -0.8))
def a_gated_recurrent_unit(wz: Any, wr: Any, wn: Any, u: Any) -> Any:
    h = 0.1
    for x in XS:
        z, r = (sigmoid(w * x + u * h) for w in (wz, wr))
        h = (1 - z) * h + z * tanh(wn * x + r * h)
    return h * h


@case((0.1, 0.2, 0.3, 0.4), (0.9, -0.5, 0.7, 0.6))
def stacked_cells(a: Any, b: Any, c: Any, u: Any) -> Any:
    hs = [0.0, 0.0, 0.0]
    for x in XS:
        z, new = x, []
        for w, h in zip((a, b, c), hs, strict=True):
            z = tanh(w * z + u * h)
            new.append(z)
        hs = new
    return (hs[-1] - 0.2) ** 2


@case((0.3, 0.4), (-0.7, 1.1))
def a_list_that_is_carried_and_mixed(a: Any, b: Any) -> Any:
    hs = [a, b, a * b, a - b]
    for x in XS:
        hs = [tanh(a * hs[k - 1] + b * hs[k] + x) for k in range(4)]
    return sum(h * h for h in hs)


@case((0.3, 0.4), (-0.7, 1.1))
def the_last_of_an_inner_loop_begins_the_next_one(a: Any, b: Any) -> Any:
    total, last = 0.0, a
    for x in XS:
        state = last * b
        for y in XS[:4]:
            state = sin(state * a + y)
            last = state * x
        total = total + last
    return total + last


@case((0.3, 0.4), (-0.7, 1.1))
def looking_back_two(a: Any, b: Any) -> Any:
    before, now = a, b
    for x in XS:
        before, now = now, tanh(a * now - b * before + x)
    return now - before * before


@case((0.3, 0.4), (-0.7, 1.1))
def a_sum_over_a_list_is_the_beginning_of_a_recurrence(a: Any, b: Any) -> Any:
    ys = [tanh(a * x + b) for x in XS]
    state = sum(ys[i + 1] * ys[i] for i in range(len(ys) - 1))
    for _k in range(6):
        state = state * 0.5 + 0.1
    return state


@case((-1.0, 0.5, 1.5, 2.0), (1.1, 0.9, 1.05, 1.0))
def a_window_over_a_list_of_parameters(a: Any, b: Any, c: Any, d: Any) -> Any:
    x = [a, b, c, d]
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(len(x) - 1))


@case((0.3, 0.4), (-0.7, 1.1))
def a_window_over_computed_values(a: Any, b: Any) -> Any:
    ys = [tanh(a * x + b) for x in XS]
    return sum((ys[i + 1] - ys[i]) ** 2 for i in range(len(ys) - 1)) + ys[2] * ys[-1]


@case((0.3, 0.4), (-0.7, 1.1))
def loops_over_the_same_data_in_one_another(a: Any, b: Any) -> Any:
    outer = a
    for x in XS:
        inner = 0.0
        for y in XS:
            inner = inner + sigmoid(y * a + sigmoid(b * y + a * inner))
        outer = outer * 0.5 - x + 0.01 * inner
    return outer


@case((0.3, 0.4), (-0.7, 1.1))
def a_constant_of_each_repetition_begins_the_loop_in_it(a: Any, b: Any) -> Any:
    total = 0.0
    for x in XS:
        state = x
        for y in XS[:4]:
            state = tanh(state * a + b * y)
        total = total + state
    return total


@case((0.3, 0.4, 0.5, 0.6), (-0.7, 1.1, 0.2, -0.1))
def a_list_of_parameters_from_its_end(a: Any, b: Any, c: Any, d: Any) -> Any:
    ps, h = [a, b, c, d], 0.0
    for k in range(4):
        h = h + tanh(ps[-1 - k] * 0.5 + h) * XS[k]
    ys = [sin(x * a + b) for x in XS]
    return h + sum(y * z for y, z in zip(ys, reversed(ys), strict=True))


@case((0.1, 0.2), (0.3, -0.4))
def a_partial_sum_is_used_beside_the_whole(a: Any, b: Any) -> Any:
    terms = [tanh(a * x + b) for x in [*XS, *XS]]
    total, partial = terms[0], terms[0]
    for k in range(1, len(terms)):
        partial, total = total, total + terms[k]
    return total * partial


@case((0.3, -0.4), (0.9, 0.2))
def a_loop_that_would_begin_with_what_it_computes_first(a: Any, b: Any) -> Any:
    gate = -0.89
    last, state = 0.0, 0.0
    for x in (a, b):
        begin = gate
        for _ in range(3):
            inner = last = begin
            for y in XS[:4]:
                one, two = (tanh(w * y + state * inner) for w in (gate, gate))
                last = one * last + two * tanh(y + state * inner)
                inner = two * tanh(last)
            begin = 0.5 * sin(exp(tanh(inner)) * begin)
        state = tanh(x * x * last) - state
    return (state - 0.69 * last) ** 2


@case((0.3, 0.4), (-0.7, 1.1))
def additions_behind_a_list_that_are_no_sum_of_it(a: Any, b: Any) -> Any:
    terms = [tanh(a * x + b) for x in XS]
    first = terms[0] + terms[1]
    others = [(a, b)[k % 2] + terms[k] for k in range(2, 6)]
    for other in others:
        first = first * other
    return first


def slopes(f: Callable[..., Any], point: tuple[float, ...]) -> list[float]:
    """By central differences, extrapolated from three distances: good to about 1e-10."""

    def slope(k: int, h: float) -> float:
        ahead, behind = list(point), list(point)
        ahead[k] += h
        behind[k] -= h
        return float((f(*ahead) - f(*behind)) / (ahead[k] - behind[k]))

    found = []
    for k in range(len(point)):
        one, two, four = (slope(k, h) for h in (0.002, 0.004, 0.008))
        found.append((64 * one - 20 * two + four) / 45)
    return found


@case((-1.5,), (0.4,))
def a_sum_that_is_read_when_the_loop_around_it_has_ended(x: Any) -> Any:
    state = x
    for _ in range(6):
        kept = x
        for _ in range(6):
            total = total_before = kept
            for w in (x,):
                total = sum([sigmoid(v * w + kept * total) for v in (kept, kept, x)])
            state = 0.5 * sin((1.0 - state) * state * state)
        state = sin(0.92 * total_before)
    return (state + total + 2.0 * total_before) ** 2


@case((0.3, 0.7), (-0.4, 1.2))
def a_sum_and_its_parts_are_read_after_the_loop_around_them(a: Any, b: Any) -> Any:
    part = whole = a
    for x in XS:
        terms = [tanh(w * x + 0.3 * b) for w in (a, b, a * b)]
        part = terms[0] + terms[1]
        whole = part + terms[2]
    return (part + 2.0 * whole) ** 2


@case((0.3, 0.7), (-0.4, 1.2))
def a_sum_is_carried_and_its_parts_are_read_afterwards(a: Any, b: Any) -> Any:
    part = whole = a
    for x in XS:
        terms = [tanh(w * x + 0.3 * whole) for w in (a, b, a * b)]
        part = terms[0] + terms[1]
        whole = part + terms[2]
    return (part + 2.0 * whole) ** 2


@pytest.mark.parametrize("host", [None, instantiate], ids=["python", "wasm"])
@pytest.mark.parametrize("name", LOSSES)
def test_values_and_gradients_are_those_of_plain_floats(
    name: str, host: Instantiate | None
) -> None:
    f, points = LOSSES[name]
    fast = jit(f, host)
    for point in points:
        value, gradient = fast.flat(*point)
        assert value == pytest.approx(f(*point), rel=1e-13)
        assert fast.value(*point) == pytest.approx(f(*point), rel=1e-13)
        assert gradient == pytest.approx(slopes(f, point), rel=1e-7, abs=1e-9)
        axis = [point[0] - 0.5, point[0], point[0] + 0.5]
        losses = [f(x, *point[1:]) for x in axis]
        assert list(fast.grid(point, 0, None, axis)) == pytest.approx(losses, rel=1e-12)
    assert fast.how == ("wasm" if host else "python")
    assert not any(variant.unsound for variant in fast.variants)
    assert math.isfinite(value)
