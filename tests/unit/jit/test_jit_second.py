"""Hessians, and products with them, by compiled code: the engine's, or it is not used."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from py_engine import (
    GradientError,
    Newton,
    descend,
    exp,
    hessian,
    hvp,
    hypot,
    mean,
    primitive,
    sin,
    sqrt,
    stop_gradient,
    tanh,
)
from py_engine.jit import Instantiate, jit, rules, tangents
from py_engine.jit.expressions import Kernel, Set
from py_engine.jit.second import MOST_AXES
from py_engine.primitives import PRIMITIVES
from tests.lecture import lecture_points, mean_distance
from tests.unit.jit.wasmtime_host import instantiate

ROUTES = pytest.mark.parametrize("host", [None, instantiate], ids=["python", "wasm"])
Host = Instantiate | None

CELLS = [0.1, 0.5, -0.3, 0.8, 0.2, -0.6]


def recurrence(w: Any, u: Any) -> Any:
    h = 0.0
    for x in CELLS:
        h = tanh(w * x + u * h)
    return (h - 0.3) ** 2


def bent(x: Any, y: Any) -> Any:
    return x * x * y if x < y else sin(x) * y


def walled(*xs: Any) -> Any:
    return mean(exp(x * xs[0]) * y for x, y in zip(xs, xs[1:], strict=False))


LOSSES: dict[str, tuple[Any, list[tuple[float, ...]]]] = {
    "a mean over points": (mean_distance(*lecture_points(30)), [(0.3, 0.4), (2.0, -1.0)]),
    "a recurrence": (recurrence, [(0.4, 0.7), (-0.2, 1.1)]),
    "two ways": (bent, [(0.4, 0.7), (0.9, 0.3), (0.5, 0.6), (0.6, 0.5)]),
    "one parameter": (lambda x: x**3 / exp(x), [(0.5,), (1.5,)]),
    "more parameters than axes": (walled, [tuple([0.1 * k for k in range(1, 8)])]),
    "a gradient that stops": (lambda x, y: stop_gradient(x * x) * x * y, [(0.5, 2.0)]),
    "a slope of 0 at the origin": (lambda x, y: hypot(x, y) * x, [(0.3, 0.4)]),
}


@ROUTES
@pytest.mark.parametrize("name", LOSSES)
def test_they_are_those_of_the_engine(name: str, host: Host) -> None:
    f, points = LOSSES[name]
    fast, size = jit(f, host), len(points[0])
    for point in points * 3:
        assert_like(fast.hessian(*point), hessian(f)(*point))
        direction = [1.0, -2.0, 0.5, 0.25, 3.0, 1.5, -1.0][:size]
        assert_like(fast.hvp(point, direction), hvp(f)(point, tuple(direction)))
    assert fast.second.refusal is None
    assert fast.second.how == ("wasm" if host else "python")


def assert_like(found: Any, right: Any) -> None:
    if not isinstance(right, tuple):
        assert found == pytest.approx(right, rel=1e-12, abs=1e-13)
        return
    assert isinstance(found, tuple)
    for one, other in zip(found, right, strict=True):
        assert_like(one, other)


@ROUTES
def test_what_has_no_value_on_the_other_way_of_a_choice_is_left_alone(host: Host) -> None:
    def loss(x: Any, y: Any) -> Any:
        return x**y  # there is a logarithm of x in its slope by y, where x is not 0

    fast = jit(loss, host)
    for point in [(0.5, 1.5), (0.0, 2.5), (0.7, 2.0)]:
        right = hessian(loss)(*point)
        assert_like(fast.hessian(*point), right)
        (variant,) = fast.variants
        found = fast.second.made[variant]["hessian"].at(point)
        assert_like((found[0::2], found[1::2]), right)


def test_the_code_says_what_it_computes() -> None:
    fast = jit(lambda x, y: x * x * y)
    assert fast.hessian(3.0, 4.0) == ((8.0, 6.0), (6.0, 0.0))
    assert fast.second.source is not None
    space: dict[str, Any] = {}
    exec(fast.second.source, space)
    assert space["value_and_gradient"](3.0, 4.0) == (36.0, (24.0, 9.0, 8.0, 6.0, 6.0, 0.0))


def test_jit_of_second_derivatives_and_those_of_a_compiled_loss_are_the_same() -> None:
    def loss(x: Any, y: Any) -> Any:
        return x * x * y

    for rows in (jit(hessian(loss)), hessian(jit(loss)), hessian(loss)):
        assert rows(3.0, 4.0) == ((8.0, 6.0), (6.0, 0.0))
    for product in (jit(hvp(loss)), hvp(jit(loss)), hvp(loss)):
        assert product((3.0, 4.0), (1.0, 0.0)) == (8.0, 6.0)
    for of_one in (jit(hvp(lambda x: x**3)), hvp(lambda x: x**3)):
        assert of_one(2.0, 0.5) == 6.0
    compiled: Any = jit(hessian(loss))
    compiled(3.0, 4.0)
    assert compiled.__self__.second.how == "python"


def test_what_repeats_is_a_loop_in_them_too() -> None:
    lengths = []
    for count in (10, 100):
        fast = jit(mean_distance(*lecture_points(count)))
        fast.hessian(0.3, 0.4)
        assert fast.second.source is not None
        lengths.append(len(fast.second.source))
    assert abs(lengths[1] - lengths[0]) < 10


@ROUTES
def test_where_they_are_infinite_the_engine_says_so(host: Host) -> None:
    def loss(x: Any, y: Any) -> Any:
        return sqrt(x) * y

    fast = jit(loss, host)
    assert fast.hessian(4.0, 1.0)[0][0] == -0.25 / 8.0
    with pytest.raises(GradientError) as right:
        hessian(loss)(0.0, 1.0)
    with pytest.raises(GradientError) as found:
        fast.hessian(0.0, 1.0)
    assert str(found.value) == str(right.value)
    assert fast.second.refusal is None


def test_data_that_has_changed_is_seen() -> None:
    weights = [1.0, 2.0, 3.0]

    def loss(x: Any, y: Any) -> Any:
        return sum(w * x * x * y for w in weights)

    fast = jit(loss)
    assert fast.hessian(1.0, 1.0)[0][0] == 12.0
    weights[0] = 4.0
    assert fast.hessian(1.0, 1.0)[0][0] == 18.0


def test_of_a_primitive_of_ones_own_the_engine_finds_them() -> None:
    cube = primitive(lambda a: a**3, lambda a: 3.0 * a * a, name="cube of my own")
    fast = jit(lambda x: cube(x) * x)
    assert fast.hessian(2.0) == 48.0
    assert fast.second.how == "eager"
    assert "cube of my own" in (fast.second.refusal or "")
    assert jit(lambda x: cube(2.0) * x * x).hessian(5.0) == 16.0


@ROUTES
@pytest.mark.parametrize("where", ["everywhere", "beside", "later"])
def test_wrong_ones_are_never_given_to_anybody(
    where: str, host: Host, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {
        "everywhere": 0.25,  # in place of -sin
        "beside": ("if", "eq", "a", 0.5, rules.PRIMITIVES["cos"].derivatives[0], 0.25),
        "later": ("if", "lt", "a", 0.7, rules.PRIMITIVES["cos"].derivatives[0], 0.25),
    }[where]
    rows = {**PRIMITIVES, "cos": replace(PRIMITIVES["cos"], derivatives=(wrong,))}
    monkeypatch.setattr(rules, "PRIMITIVES", rows)
    monkeypatch.setattr(tangents, "PRIMITIVES", rows)
    monkeypatch.setattr("py_engine.jit.second.CALLS_APART", 1 if where == "later" else 1000)

    def loss(x: Any, y: Any) -> Any:
        return sin(x) * y

    fast = jit(loss, host)
    for point in [(0.5, 2.0), (0.9, 2.0), (0.5, 2.0)]:
        assert fast.hessian(*point) == hessian(loss)(*point)
    assert fast.second.how == "eager"
    assert fast.how != "eager"  # its gradient is right


def test_what_a_variable_was_is_not_taken_for_what_it_is() -> None:
    """Of a kernel that sets a variable twice, as loops do with what they carry."""
    body = [
        Set("v1", ("mul", "x0", "x0")),
        Set("v1", ("mul", "v1", "x0")),
        Set("v2", ("sub", ("mul", "x0", "x0"), "v1")),
    ]
    kernel = Kernel(("x",), list(body), "v2", ["v2"], {}, {})
    moving = tangents.with_tangents(kernel, [{"x0": 1.0}])
    known = {"x0": 3.0}
    for statement in moving.body:
        assert isinstance(statement, Set)
        known[statement.name] = computed(statement.value, known)
    assert [computed(each, known) for each in moving.gradient or []] == [9.0 - 27.0, 6.0 - 27.0]


def computed(value: Any, known: dict[str, float]) -> float:
    if not isinstance(value, tuple):
        return known.get(value, value)
    result: float = PRIMITIVES[value[0]].value(*[computed(each, known) for each in value[1:]])
    return result


def test_newton_goes_by_them() -> None:
    loss = mean_distance(*lecture_points(30))
    made: list[Any] = []

    def compiled(f: Any) -> Any:
        made.append(jit(f))
        return made[0]

    found = descend(loss, (5.0, 5.0), Newton(), 30, differentiate=compiled).run()
    right = descend(loss, (5.0, 5.0), Newton(), 30).run()
    assert found.point == pytest.approx(right.point, abs=1e-12)
    (fast,) = made
    assert fast.second.made
    assert fast.second.refusal is None
    assert descend(lambda x: (x - 3.0) ** 2, 8.0, Newton(), 5, differentiate=jit).run().point == (
        3.0,)
    assert MOST_AXES < 7  # so that both ways are tried above
