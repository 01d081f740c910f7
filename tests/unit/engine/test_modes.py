"""jvp, vjp, hvp, jacobian and hessian: values, shapes, nesting, and what is refused."""

from __future__ import annotations

import gc
import math
import weakref
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from py_engine import (
    GradientError,
    Node,
    OperandError,
    grad,
    hessian,
    hvp,
    hypot,
    jacobian,
    jvp,
    maximum,
    no_grad,
    primitive,
    relu,
    sin,
    sqrt,
    stop_gradient,
    value_and_grad,
    vjp,
    where,
)
from py_engine.jit import jit
from py_engine.tape import Tape

# The derivative of a function of one number, by each of them.
MODES: dict[str, Callable[[Any], Callable[[Any], Any]]] = {
    "grad": grad,
    "jvp": lambda f: lambda x: jvp(f, (x,), (1.0,))[1],
    "vjp": lambda f: lambda x: vjp(f, x)[1](1.0)[0],
    "jacobian by columns": lambda f: lambda x: jacobian(lambda x: [f(x), 1.0 * f(x)])(x)[0],
    "jacobian by rows": lambda f: lambda x: jacobian(lambda w: f(w[0]))([x, 0.0])[0],
}
PAIRS = [(outer, inner) for outer in MODES for inner in MODES]

# Of an outer derivative and an inner one: at which point, and what is found by hand.
NESTED: dict[str, tuple[Callable[[Any], Callable[[Any], Any]], float, float]] = {
    "perturbations are kept apart (J. Siskind and B. Pearlmutter, 2005)": (
        lambda inner: lambda x: x * inner(lambda y: x + y)(1.0), 1.0, 1.0),
    "an outer variable in an inner function": (
        lambda inner: lambda x: x * inner(lambda y: x * y * y)(2.0), 3.0, 24.0),
    "at the outer variable": (lambda inner: lambda x: inner(lambda y: x * y * y)(x), 3.0, 12.0),
    "at a function of it": (lambda inner: lambda x: inner(lambda y: x * y * y)(x * x), 3.0, 54.0),
    "the second derivative": (lambda inner: inner(lambda x: x**4), 2.0, 48.0),
    "the same name": (lambda inner: lambda x: inner(lambda x: x * x * x)(x) * x, 2.0, 36.0),
    "three deep": (
        lambda inner: lambda x: inner(lambda y: inner(lambda z: x * y * z * z)(y) * y)(x),
        2.0, 72.0),
    "twice, by turns": (
        lambda inner: lambda x: inner(lambda y: x * y)(1.0) * inner(lambda y: x * x * y)(1.0),
        2.0, 12.0),
    "an outer variable whose tape is the shorter one": (
        lambda inner: lambda x: 2.0 * x * inner(lambda y: (x + x) * inner(lambda z: z * z)(y))(0.5),
        1.0, 16.0),
    "a constant inner derivative": (lambda inner: lambda x: x * inner(lambda y: y * y)(2.0), 3.0,
                                    4.0),
    "an inner function without it": (lambda inner: lambda x: x + inner(lambda y: 7.0)(x), 3.0, 1.0),
    "an outer one alone": (lambda inner: lambda x: x + inner(lambda y: x * x)(2.0), 3.0, 1.0),
    "a part that stands still, for all": (
        lambda inner: lambda x: inner(lambda y: stop_gradient(y) * y * x)(x), 3.0, 3.0),
}  # fmt: skip


@pytest.mark.parametrize(("outer", "inner"), PAIRS)
def test_derivatives_within_derivatives_in_any_modes(outer: str, inner: str) -> None:
    for name, (f, at, expected) in NESTED.items():
        found = MODES[outer](f(MODES[inner]))(at)
        assert found == pytest.approx(expected, rel=1e-15), name
        assert type(found) is float, name


def test_four_orders_in_mixed_modes() -> None:
    of_order_4 = MODES["jvp"](MODES["vjp"](MODES["jacobian by columns"](MODES["jvp"](sin))))
    assert of_order_4(0.7) == pytest.approx(math.sin(0.7), rel=1e-15)
    assert hessian(hessian(lambda x: x**5))(2.0) == 240.0
    assert grad(lambda x: hvp(lambda y: y**3 * x)(x, x))(2.0) == 72.0  # of 6 y x^2, y = x: 6 x^3
    assert hvp(lambda x: hessian(lambda y: x * y**3)(x))(2.0, 1.0) == 12.0  # of 6 x^2


def test_a_direction_and_a_cotangent_have_derivatives() -> None:
    assert grad(lambda v: jvp(lambda x: x**3)(2.0, v)[1] * v)(5.0) == 120.0
    assert grad(lambda u: vjp(lambda x: x**3)(2.0)[1](u)[0] * u)(5.0) == 120.0
    assert jvp(lambda v: hvp(lambda x: x**4)(2.0, v))(5.0, 1.0) == (240.0, 48.0)
    moved = jvp(lambda x: x * x)(3.0, Node(2.0))
    assert type(moved[0]) is float
    assert isinstance(moved[1], Node)


# What each gives, in its shape


class Pair(NamedTuple):
    x: Any
    y: Any


def area(p: Any) -> Any:
    return p.x * p.x * p.y


SHAPES: dict[str, tuple[Any, tuple[Any, ...], tuple[Any, ...], Any]] = {
    "a number": (lambda x: x**3, (2.0,), (0.5,), 12.0),
    "a whole number": (lambda x: x**3, (2,), (1,), 12.0),
    "two": (lambda x, y: x * x * y, (3.0, 4.0), (1.0, -2.0), ((8.0, 6.0), (6.0, 0.0))),
    "a list": (lambda w: w[0] * w[0] * w[1], ([3.0, 4.0],), ([1.0, 2.0],),
               [[8.0, 6.0], [6.0, 0.0]]),
    "a tuple in a tuple": (lambda w: w[0][0] ** 2 * w[1], (((3.0,), 4.0),), (((1.0,), 2.0),),
                           ((((8.0,), 6.0),), ((6.0,), 0.0))),
    "a dict": (lambda w: w["a"] ** 2 * w["b"], ({"a": 3.0, "b": 4.0},), ({"b": 1.0, "a": 2.0},),
               {"a": {"a": 8.0, "b": 6.0}, "b": {"a": 6.0, "b": 0.0}}),
    "a named tuple": (area, (Pair(3.0, 4.0),), (Pair(1.0, 2.0),),
                      Pair(Pair(8.0, 6.0), Pair(6.0, 0.0))),
    "data beside it": (lambda w, how: w[0] ** 3 if how else 0.0, ([2.0], True), ([1.0], None),
                       ([([12.0], None)], None)),
    "data in it": (lambda w: w["a"] ** 2 if w["how"] else 0.0, ({"a": 3.0, "how": True},),
                   ({"a": 1.0, "how": None},), {"a": {"a": 2.0, "how": None}, "how": None}),
    "nothing in one of two": (lambda x, w: x * x, (3.0, []), (1.0, []), ((2.0, []), [])),
}  # fmt: skip


def flat(tree: Any) -> list[float]:
    if isinstance(tree, int | float) and not isinstance(tree, bool):
        return [tree]
    items = tree.values() if isinstance(tree, dict) else tree
    return [x for item in items for x in flat(item)] if hasattr(items, "__iter__") else []


@pytest.mark.parametrize("name", SHAPES)
def test_every_shape_that_grad_takes(name: str) -> None:
    f, point, direction, second = SHAPES[name]
    value, gradient = value_and_grad(f)(*point)
    assert jacobian(f)(*point) == gradient
    moves = [dict(direction[0])[key] for key in point[0]] if name == "a dict" else direction
    along = sum(g * move for g, move in zip(flat(gradient), flat(list(moves)), strict=True))
    assert jvp(f)(point, direction) == (value, pytest.approx(along, rel=1e-15))
    assert jvp(f, point, direction) == jvp(f)(point, direction)
    back, pullback = vjp(f, *point)
    as_tuple = (gradient,) if len(point) == 1 else gradient
    assert (back, pullback(1.0)) == (value, as_tuple)
    assert flat(pullback(-2.0)) == [-2.0 * x for x in flat(gradient)]
    assert vjp(f)(*point)[1](1.0) == pullback(1.0)
    assert hessian(f)(*point) == second
    rows, v = flat(second), flat(list(moves))
    product = [sum(h * move for h, move in zip(rows[k : k + len(v)], v, strict=True))
               for k in range(0, len(rows), len(v))]
    found = hvp(f)(point, direction)
    assert flat(found) == pytest.approx(product, rel=1e-15)
    assert type(found) is type(gradient)
    assert hvp(f, point, direction) == found


def test_a_point_of_one_argument_stands_for_itself() -> None:
    assert jvp(lambda x: x * x)(3.0, 1.0) == jvp(lambda x: x * x)((3.0,), [1.0]) == (9.0, 6.0)
    assert hvp(lambda w: w["a"] ** 3)({"a": 2.0}, {"a": 1.0}) == {"a": 12.0}


def test_functions_that_give_several_numbers() -> None:
    def f(x: Any, y: Any) -> Any:
        return {"product": x * y, "rest": [x, 5.0, None, y * y * y]}

    point = (2.0, 3.0)
    value = {"product": 6.0, "rest": [2.0, 5.0, None, 27.0]}
    assert jvp(f)(point, (1.0, 0.5)) == (value, {"product": 4.0, "rest": [1.0, 0.0, None, 13.5]})
    back, pullback = vjp(f, *point)
    assert back == value
    cotangent = {"product": 1.0, "rest": [10.0, 7.0, None, 2.0]}
    assert pullback(cotangent) == (13.0, 56.0)
    expected = {"product": (3.0, 2.0), "rest": [(1.0, 0.0), (0.0, 0.0), None, (0.0, 27.0)]}
    assert jacobian(f)(*point) == expected
    assert jacobian(lambda w: f(*w)["rest"][3])([2.0, 3.0]) == [0.0, 27.0]
    second = hessian(lambda x, y: f(x, y)["rest"][3] * x)(*point)
    assert second == ((0.0, 27.0), (27.0, 36.0))


def test_rows_and_columns_are_the_same_derivatives() -> None:
    def f(x: Any) -> Any:
        return [x * x, sin(x), 1.0 / x, 4.0]

    columns = jacobian(f)(2.0)  # one sweep forward
    rows = [jacobian(lambda x, k=k: f(x)[k])(2.0) for k in range(4)]  # four backward
    assert columns == pytest.approx(rows, rel=1e-15)
    assert columns[:1] == [4.0]


def test_a_jacobian_takes_the_fewer_sweeps(monkeypatch: pytest.MonkeyPatch) -> None:
    backward: list[int] = []
    sweep = Tape.sweep
    monkeypatch.setattr(Tape, "sweep", lambda tape, end: backward.append(end) or sweep(tape, end))
    jacobian(lambda x: [x * k for k in range(9)])(2.0)
    assert backward == []
    jacobian(lambda *xs: sum(xs))(*range(9))
    assert len(backward) == 1


def test_by_which_arguments_and_keywords() -> None:
    def f(x: Any, y: Any, scale: float = 1.0) -> Any:
        return x * x * y * scale

    assert jacobian(f, 1)(3.0, 4.0) == 9.0
    assert jacobian(f, argnums=(1, 0))(3.0, 4.0, scale=2.0) == (18.0, 48.0)
    assert hessian(f, 0)(3.0, 4.0) == 8.0
    assert hessian(f, (0, -1))(3.0, 4.0) == ((8.0, 6.0), (6.0, 0.0))
    assert hessian(f)(x=3.0, y=4.0) == {"x": {"x": 8.0, "y": 6.0}, "y": {"x": 6.0, "y": 0.0}}
    assert jvp(f)((3.0, 4.0), (1.0, 0.0), scale=2.0) == (72.0, 48.0)
    assert vjp(f, 3.0, 4.0, scale=2.0)[1](1.0) == (48.0, 18.0)
    assert hvp(f)((3.0, 4.0), (1.0, 0.0), scale=2.0) == (16.0, 12.0)
    assert jvp(lambda: 3.0)((), ()) == (3.0, 0.0)
    assert vjp(lambda n: n)(n=3.0)[1](1.0) == ()


def test_arrays_of_numbers() -> None:
    numpy = pytest.importorskip("numpy")
    w = numpy.array([1.0, 2.0, 3.0])

    def f(w: Any) -> Any:
        return sum(w**3) * w[0]

    second = hessian(f)(w)
    assert (second.shape, second.dtype) == ((3, 3), float)
    assert second.tolist() == [[12.0, 12.0, 27.0], [12.0, 12.0, 0.0], [27.0, 0.0, 18.0]]
    assert hvp(f)(w, numpy.array([0.0, 1.0, 0.0])).tolist() == [12.0, 12.0, 0.0]
    value, moved = jvp(lambda w: w * w[0])(w, numpy.array([1.0, 0.0, 0.0]))
    assert (value.tolist(), moved.tolist()) == ([1.0, 2.0, 3.0], [2.0, 2.0, 3.0])
    by_both = jacobian(lambda w, x: w * x)(w, 2.0)[2]
    assert (by_both[0].tolist(), by_both[1]) == ([0.0, 0.0, 2.0], 3.0)
    corner = hessian(lambda m: m[0, 0] * m[1, 1])(numpy.ones((2, 2)))
    assert corner.shape == (2, 2, 2, 2)
    assert [corner[0, 0, 1, 1], corner[0, 0, 0, 0], corner.sum()] == [1.0, 0.0, 2.0]


# Where slopes are chosen, infinite, or of no account


@pytest.mark.parametrize("mode", MODES)
def test_kinks_and_choices_in_each_mode(mode: str) -> None:
    slope = MODES[mode]
    for f, at, first, second in (
        (relu, 0.0, 0.0, 0.0),
        (abs, 0.0, 0.0, 0.0),
        (lambda x: maximum(x, x * x), 1.0, 1.5, 1.0),
        (lambda x: where(x > 1.0, sqrt(abs(x - 1.0)), x**3), 1.0, 3.0, 6.0),
        (lambda x: x**2, 0.0, 0.0, 2.0),
        (lambda x: x**0.0, 0.0, 0.0, 0.0),
        (lambda x: round(x * 3.0) * x, 2.0, 6.0, 0.0),
        (lambda x: hypot(x, 3.0 * x - 3.0), 1.0, 1.0, 9.0),
    ):
        assert slope(f)(at) == first
        assert slope(slope(f))(at) == pytest.approx(second, rel=1e-15)
    for f, at in ((sqrt, 0.0), (lambda x: sqrt(x * x), 0.0)):
        with pytest.raises(GradientError, match=r"sqrt\(0\.0\)"):
            slope(f)(at)
    for f, at in ((lambda x: x**1.5, 0.0), (lambda x: hypot(x, 2.0 * x), 0.0)):
        assert slope(f)(at) == 0.0
        with pytest.raises(GradientError, match="does not exist"):
            slope(slope(f))(at)


def test_what_stands_still_may_have_an_infinite_slope() -> None:
    def f(x: Any, y: Any) -> Any:
        return [x * x + sqrt(y), x]

    assert jvp(f)((3.0, 0.0), (1.0, 0.0)) == ([9.0, 3.0], [6.0, 1.0])
    with pytest.raises(GradientError, match="sqrt"):
        jvp(f)((3.0, 0.0), (1.0, 1.0))
    pullback = vjp(f, 3.0, 0.0)[1]
    assert pullback([0.0, 1.0]) == (1.0, 0.0)
    with pytest.raises(GradientError, match="sqrt"):
        pullback([1.0, 1.0])


def test_what_does_not_matter_to_the_result_may_be_anything() -> None:
    def f(x: Any) -> Any:
        sqrt(x)
        return x * stop_gradient(sqrt(x) + 2.0)

    for slope in MODES.values():
        assert slope(f)(0.0) == 2.0


def test_a_primitive_of_ones_own_in_each_mode() -> None:
    cube = primitive(lambda x: x**3, lambda x: 3 * x**2, name="cube_in_each_mode")
    for slope in MODES.values():
        assert (slope(cube)(2.0), slope(slope(cube))(2.0)) == (12.0, 12.0)


# Nodes, tapes and their ends


def test_a_node_gives_nodes_and_within_no_grad_numbers() -> None:
    x = Node(2.0)
    value, slope = jvp(lambda t: t**3)(x, 1.0)
    assert isinstance(value, Node)
    slope.backward()
    assert x.grad == 12.0
    with no_grad():
        assert jvp(lambda t: t**3)(x, Node(1.0)) == (8.0, 12.0)
        assert hessian(lambda t: t**3)(x) == 12.0
        assert vjp(lambda t: t**3)(x)[1](Node(1.0)) == (12.0,)


def test_nodes_from_outside_are_constants_and_keep_their_gradient() -> None:
    w = Node(5.0)
    found = (jvp(lambda x: w * x * x)(3.0, 1.0), vjp(lambda x: w * x * x)(3.0)[1](1.0),
             hessian(lambda x: w * x * x)(3.0), jacobian(lambda x: [w, w * x])(3.0))
    assert found == ((45.0, 30.0), (30.0,), 10.0, [0.0, 5.0])
    assert w.grad == 0.0
    (w * w).backward()
    assert w.grad == 10.0


def test_a_pullback_can_be_called_later_and_again() -> None:
    w = Node(5.0)
    _value, pullback = vjp(lambda x, y: [x * y * w, x, w], 3.0, 4.0)
    (w * w).backward()
    assert pullback([1.0, 0.0, 9.0]) == (20.0, 15.0)
    assert pullback([0.0, 2.0, 0.0]) == (2.0, 0.0)
    assert pullback([0.0, 0.0, 0.0]) == (0.0, 0.0)
    assert grad(lambda u: pullback([u * u, 0.0, 0.0])[0])(3.0) == 120.0


def test_a_tape_is_freed_when_it_has_been_read() -> None:
    w = Node(5.0)
    seen: list[Any] = []

    def f(x: Any) -> Any:
        result = w * x * x
        seen.append(weakref.ref(result))
        return result

    gc.disable()
    try:
        jvp(f)(3.0, 1.0)
        jacobian(f)(3.0)
        hvp(f)(3.0, 1.0)
        vjp(f)(3.0)
    finally:
        gc.enable()
    assert [reference() for reference in seen] == [None] * len(seen)
    assert w.tape.cells is None  # it is on none


def test_deep_chains_and_wide_operations() -> None:
    def deep(x: Any) -> Any:
        for _ in range(10_000):
            x = sin(x)
        return x

    number, slope, curvature = 1.0, 1.0, 0.0
    for _ in range(10_000):
        first, second = math.cos(number), -math.sin(number)
        curvature = second * slope * slope + first * curvature
        slope, number = first * slope, math.sin(number)
    assert jvp(deep)(1.0, 1.0) == pytest.approx((number, slope), rel=1e-10)
    assert hvp(deep)(1.0, 2.0) == pytest.approx(2.0 * curvature, rel=1e-10)
    point = [0.1 + k / 300.0 for k in range(300)]
    r, along = math.hypot(*point), sum(point) / math.hypot(*point)
    assert jvp(hypot)(point, [1.0] * 300) == pytest.approx((r, along), rel=1e-13)
    product = hvp(hypot)(point, [1.0] * 300)
    assert product == pytest.approx([(1.0 - x / r * along) / r for x in point], abs=1e-13)


def test_compiled_code_says_no_and_answers_all_the_same() -> None:
    for slope in MODES.values():
        f = jit(lambda x, slope=slope: x * slope(relu)(x))
        assert [f(x) for x in (3.0, -3.0, 2.0)] == [(3.0, 1.0), (0.0, 0.0), (2.0, 1.0)]


# What is refused

REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "no function": (lambda: jvp(3.0)(1.0, 1.0), r"A function is needed.*Write jvp\(f\)\(point"),
    "no function for vjp": (lambda: vjp(3.0), r"Write vjp\(f\)"),
    "no function for hvp": (lambda: hvp([1.0]), r"Write hvp\(f\)"),
    "no function for hessian": (lambda: hessian(None), r"Write hessian\(f\)"),
    "argnums that are none": (lambda: jacobian(sin, "x"), "argnums are places of arguments"),
    "an argument that is not there": (lambda: hessian(sin, 1)(2.0), "no argument number 1"),
    "no number to move": (lambda: jvp(len)("abc", "abc"), "no number here"),
    "too short a direction": (
        lambda: jvp(lambda x, y: x)((1.0, 2.0), (1.0,)), r"missing a required argument: 'y'"),
    "a direction of another shape": (
        lambda: jvp(lambda w: w["a"][1])({"a": [1.0, 2.0]}, {"a": [1.0]}),
        r"At \[0\]\['a'\]\[1\] the point has a number, and the direction has none"),
    "a direction with more": (
        lambda: jvp(lambda w: w[0])(([1.0],), ([1.0, 2.0],)),
        r"At \[0\]\[1\] the direction has a number, and the point has none"),
    "a list that is one argument": (
        lambda: hvp(lambda w: w[0] * w[1])([1.0, 2.0], [1.0, 0.0]), r"\(\[1\.0, 2\.0\],\)"),
    "a cotangent of another shape": (
        lambda: vjp(lambda x: [x, x])(1.0)[1](1.0), "the function's value has a number"),
    "no result": (lambda: jvp(lambda x: None)(1.0, 1.0), "None.*Is there a `return`"),
    "a result that is no number": (lambda: jacobian(lambda x: {"a"})(1.0), "Return a number"),
    "several results for a Hessian": (lambda: hessian(lambda x: [x])(1.0), "A loss gives one"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_wrong_is_said_with_what_to_write(name: str) -> None:
    call, words = REFUSED[name]
    with pytest.raises(OperandError, match=words):
        call()
