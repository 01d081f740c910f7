"""Where operations raise, and somebody may catch it, compiled code does what the loss does."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest

from py_engine import (
    acos,
    asin,
    atanh,
    cos,
    cosh,
    descend,
    erf,
    exp,
    exp2,
    expm1,
    grad,
    log,
    log1p,
    maximum,
    mean,
    minimum,
    primitive,
    relu,
    sigmoid,
    sin,
    sqrt,
    stop_gradient,
    tan,
    tanh,
    value_and_grad,
    where,
)  # fmt: skip
from py_engine.gradients import flat_value_and_grad
from py_engine.jit import Instantiate, jit
from tests.unit.jit.wasmtime_host import instantiate

ROUTES = pytest.mark.parametrize("host", [None, instantiate], ids=["python", "wasm"])
Host = Instantiate | None
Loss = Callable[..., Any]


def outcome(f: Callable[..., Any], *point: float) -> Any:
    """What comes of it: value and gradient, or the type of the error."""
    try:
        value, gradient = f(*point)
    except (ArithmeticError, ValueError) as error:
        return type(error)
    return tuple(float(f"{each:.11g}") for each in (value, *gradient))


def value_or_nan(f: Loss, *point: float) -> float:
    try:
        result = float(f(*point))
    except (ArithmeticError, ValueError, TypeError):
        return math.nan
    return result if math.isfinite(result) else math.nan


def assert_as_eager(f: Loss, host: Host, points: list[float]) -> Any:
    """At each point, from whichever point it was compiled at; alone and in a grid."""
    eager = flat_value_and_grad(f)
    for first in points:
        fast = jit(f, host)
        for x in (first, *points):
            expected = outcome(eager, x)
            assert outcome(fast.flat, x) == expected, (first, x)
            if isinstance(expected, tuple):
                assert fast.value(x) == pytest.approx(f(x), rel=1e-12)
        values = fast.grid((0.0,), 0, None, points)
        expected_values = [value_or_nan(f, x) for x in points]
        assert list(values) == pytest.approx(expected_values, rel=1e-12, nan_ok=True), first
        assert fast.fault is None  # nor did the self-check have to step in
    return fast


def to_the(x: Any, exponent: Any) -> Any:
    """A real power of floats too, where Python makes a complex number."""
    result = x**exponent
    if isinstance(result, complex):
        raise ValueError
    return result


def caught(f: Loss, otherwise: Loss, *errors: type[Exception]) -> Loss:
    def loss(x: Any) -> Any:
        try:
            return f(x)
        except errors:
            return otherwise(x)

    return loss


def with_else(x: Any) -> Any:
    y = 0.0
    try:
        y = log(x)
    except ValueError:
        y = -x
    else:
        y = y * 2
    finally:
        y = y + 1
    return y * x


def suppressed(x: Any) -> Any:
    y = x * x
    with contextlib.suppress(ZeroDivisionError):
        y = y + 1 / (x - 3.0)
    return y


def in_a_loop(x: Any) -> Any:
    total = x * 0.0
    for k in range(-4, 5):
        try:
            total = total + sqrt(x - k)
        except ValueError:
            total = total + 1.0
    return total


def helper(x: Any) -> Any:
    return log(x - 1.0)


def in_a_function(x: Any) -> Any:
    try:
        return helper(helper(x))
    except ValueError:
        return x * 3.0


def in_a_generator(x: Any) -> Any:
    def terms() -> Any:
        for k in range(1, 6):
            try:
                yield 1 / (x - k)
            except ZeroDivisionError:
                yield x * 10.0

    return mean(terms())


def finds_the_first(x: Any) -> Any:
    for k in range(5):
        try:
            return log(x + k) * (k + 1)
        except ValueError:
            continue
    return x * x


def by_kind(x: Any) -> Any:
    try:
        return to_the(x, 0.5) / (x - 4.0)
    except ZeroDivisionError:
        return x
    except ValueError:
        return -x


def outside_of_the_try(x: Any) -> Any:
    y = sqrt(x)
    try:
        return asin(y)
    except ValueError:
        return x * 3.0


def never_again(x: Any) -> Any:
    try:
        raise_if = 1 / relu(x)
    except ZeroDivisionError:
        return x * x
    return x + 0 * raise_if


CATCHING: dict[str, tuple[Loss, list[float]]] = {
    "log": (caught(lambda x: log(x - 1), lambda x: (x - 1) ** 2, ValueError), [0.5, 3.0, -2.0]),
    "div": (caught(lambda x: 1 / (x - 3.0), lambda x: x * 100, ZeroDivisionError), [3.0, 5.0, 2.0]),
    "floordiv": (caught(lambda x: x + x // (x - 3), lambda x: -x, ZeroDivisionError), [3.0, 5.0]),
    "mod": (caught(lambda x: x + x % (x - 3), lambda x: -x, ZeroDivisionError), [3.0, 5.0]),
    "exp": (caught(exp, lambda x: x * x, OverflowError), [1.0, 1000.0, 710.0, 709.0]),
    "exp2": (caught(exp2, lambda x: x * x, OverflowError), [1.0, 2000.0, 1024.0, 1023.0]),
    "expm1": (caught(expm1, lambda x: x * x, OverflowError), [1.0, 1000.0]),
    "cosh": (caught(cosh, lambda x: x * x, OverflowError), [1.0, 1000.0, -1000.0]),
    "square": (caught(lambda x: tanh(x**2), lambda x: -x, OverflowError), [0.5, 1e200, -1e200]),
    "pow": (caught(lambda x: tanh(x**2.5), lambda x: -x, OverflowError), [0.5, 1e200]),
    "negative power": (caught(lambda x: x**-2, lambda x: x + 1, ZeroDivisionError), [0.0, 2.0]),
    "root": (caught(lambda x: to_the(x, 0.5), lambda x: -x, ValueError), [-2.0, 2.0]),
    "power of both": (
        caught(lambda x: to_the(x, x - 2.5), lambda x: -x, ValueError, ZeroDivisionError),
        [-2.0, 2.0, 0.0, 3.0],
    ),
    "sqrt": (caught(sqrt, lambda x: -x, ValueError), [-2.0, 2.0]),
    "log1p": (caught(log1p, lambda x: -x, ValueError), [-2.0, 2.0, -1.0]),
    "asin": (caught(asin, lambda x: x * 3, ValueError), [-2.0, 0.5, 2.0]),
    "acos": (caught(acos, lambda x: x * 3, ValueError), [-2.0, 0.5, 2.0]),
    "atanh": (caught(atanh, lambda x: x * 3, ValueError), [-1.0, 0.5, 1.0]),
    "sin": (caught(lambda x: sin(x * 1e308), lambda x: x * 3, ValueError), [0.5, 1e3]),
    "tan": (caught(lambda x: tan(x * 1e308), lambda x: x * 3, ValueError), [0.5, 1e3]),
    "floor": (
        caught(lambda x: x * 0.0 + math.floor(x * 1e308 * 1e-308), lambda x: x, OverflowError),
        [0.5, 1e3],
    ),
    "with else": (with_else, [2.0, -2.0, 0.0, 5.0]),
    "suppressed": (suppressed, [2.0, 3.0, 5.0]),
    "in a loop": (in_a_loop, [0.5, -3.5, 4.5, -9.0]),
    "in a function": (in_a_function, [10.0, 0.5, 1.5]),
    "in a generator": (in_a_generator, [0.5, 2.0, 3.0, 2.5]),
    "the first": (finds_the_first, [2.0, -0.5, -1.5, -9.0]),
    "by kind": (by_kind, [1.0, 4.0, -1.0, 9.0]),
    "an error outside of the try": (outside_of_the_try, [4.0, -1.0, 0.25]),
    "used with 0": (never_again, [1.0, -1.0, 3.0]),
}


@ROUTES
@pytest.mark.parametrize("name", sorted(CATCHING))
def test_a_loss_that_catches_errors_takes_the_right_way_everywhere(name: str, host: Host) -> None:
    f, points = CATCHING[name]
    assert_as_eager(f, host, points)


@ROUTES
def test_a_loss_that_catches_errors_is_compiled(host: Host) -> None:
    f, points = CATCHING["log"]
    fast = assert_as_eager(f, host, points)
    assert fast.how == ("wasm" if host else "python")
    assert sorted(v.program.ops[-1] for v in fast.variants) == ["log", "pow"]


@ROUTES
def test_a_grid_finds_the_ways_around_where_there_is_no_value(host: Host) -> None:
    def f(x: Any) -> Any:
        try:
            return log(x - 3.0)
        except ValueError:
            return sqrt(-x)

    xs = [k / 8 - 2.0 for k in range(49)]
    fast = jit(f, host)
    fast(4.0)
    assert list(fast.grid((0.0,), 0, None, xs)) == pytest.approx(
        [value_or_nan(f, x) for x in xs], rel=1e-12, nan_ok=True
    )
    assert sorted(v.program.ops[-1] for v in fast.variants) == ["log", "sqrt"]


def refuses(x: float) -> float:
    if x < 0:
        raise ValueError
    return x


picky = primitive(refuses, lambda x: 1.0, name="picky")

RAISING: dict[str, tuple[Loss, list[float]]] = {
    "unused": (lambda x: (log(x), (x + 1) ** 2)[1], [2.0, -0.5, 0.0]),
    "unused, and more of it": (lambda x: (sqrt(log(x) * 2), (x + 1) ** 2)[1], [2.0, -0.5, 0.5]),
    "unused power": (lambda x: (to_the(x, 0.5), x * x)[1], [2.0, -2.0]),
    "absorbed exp": (lambda x: tanh(exp(x)), [1.0, 1000.0]),
    "absorbed square": (lambda x: tanh(x**2), [1.0, 1e200]),
    "absorbed cube": (lambda x: 1 / (1 + x**3), [1.0, 1e200]),
    "one over": (lambda x: 1 / exp(x), [1.0, 1000.0]),
    "the largest": (lambda x: maximum(log(x), 0.0) + x, [1.0, 0.0, -1.0]),
    "the smallest": (lambda x: minimum(exp(x), 5.0), [1.0, 1000.0]),
    "where": (lambda x: where(x > 0, log(x), x * x), [1.0, -1.0, 0.0]),
    "where, by a number": (lambda x: where(relu(x), log(x + 5), x), [1.0, -1.0, -6.0]),
    "where, in the midst": (lambda x: where(relu(x), log(x + 5), x) * 2 + x, [1.0, -1.0, -6.0]),
    "where, by one's own": (lambda x: where(relu(x), picky(x + 5), x), [1.0, -1.0, -6.0]),
    "where, too large": (lambda x: where(x < 9, exp(x), x * x), [1.0, 1000.0]),
    "times nothing": (lambda x: x + 0 * log(x), [1.0, -1.0]),
    "to the power 0": (lambda x: log(x) ** 0 + x, [1.0, -1.0]),
    "stopped": (lambda x: sigmoid(stop_gradient(exp(x))) + x, [1.0, 1000.0]),
    "rounded": (lambda x: erf(x * 0 + math.floor(x * 1e305)), [1.0, 1e10]),
    "in a loop, one is used": (
        lambda x: [log(x - k) for k in (0.5, 1.0, 1.5, 2.0, 2.5)][1] * x, [3.0, 2.2, 1.2],
    ),
    "the last one unused": (
        lambda x: sum([log(x - k) for k in (0.5, 1.0, 1.5, 2.0, 2.5)][:4]) * x, [3.0, 2.2, 1.0],
    ),
    "cos of what is too large": (lambda x: 1 / (2 + cos(x * 1e308)), [1.0, 1e3]),
    "divided away": (lambda x: 1 / (1 + 1 / (x - 2)), [3.0, 2.0]),
}  # fmt: skip


@ROUTES
@pytest.mark.parametrize("name", sorted(RAISING))
def test_an_error_is_raised_whether_or_not_its_result_matters(name: str, host: Host) -> None:
    f, points = RAISING[name]
    fast = assert_as_eager(f, host, points)
    assert fast.how == ("wasm" if host and "own" not in name else "python")


NO_GRADIENT: dict[str, tuple[Loss, list[float]]] = {
    "sqrt times 0": (lambda x: sqrt(x) * 0.0 + x, [0.0, 1.0]),
    "0 times sqrt": (lambda x: 0.0 * sqrt(x * x) + x, [0.0, 1.0]),
    "to the power 0": (lambda x: asin(x) ** 0 + x, [1.0, 0.5]),
    "a sum times 0": (lambda x: sum(sqrt(x - k) for k in (0.0, -1.0, -2.0, -3.0)) * 0.0 + x,
                      [0.0, 1.0]),
    "a mean times 0": (lambda x: mean(sqrt(x - k) for k in range(-20, 1)) * 0.0 + x, [0.0, 1.0]),
    "a recurrence times 0": (lambda x: recur(x) * 0.0 + x, [0.0, 1.0]),
    "a flat one": (lambda x: asin(math.floor(x)) + x, [1.0, 0.5, -0.5]),
}  # fmt: skip


def recur(x: Any) -> Any:
    h = x
    for _ in range(6):
        h = tanh(sqrt(h))
    return h


@ROUTES
@pytest.mark.parametrize("name", sorted(NO_GRADIENT))
def test_where_the_engine_finds_no_gradient_compiled_code_finds_none(name: str, host: Host) -> None:
    assert_as_eager(*(NO_GRADIENT[name][0], host, NO_GRADIENT[name][1]))


@ROUTES
def test_a_choice_inside_a_comparison_is_in_brackets(host: Host) -> None:
    for f in (
        lambda x: x * 2.0 if x + 1.0 > where(relu(x), x * x, 0.0) else x,
        lambda x: x * 2.0 if where(relu(x), x * x, 0.0) < x + 1.0 else x,
    ):
        assert_as_eager(f, host, [0.5, -2.0])


@ROUTES
def test_no_gradient_of_many_parameters_is_none_in_compiled_code_either(host: Host) -> None:
    def loss(*ws: Any) -> Any:
        return sum(w * w for w in ws) + mean(sqrt(w) for w in ws) * 0.0

    fast, eager = jit(loss, host), flat_value_and_grad(loss)
    for point in ((1.0,) * 6, (4.0, 0.0, 1.0, 2.0, 3.0, 5.0), (2.0,) * 6):
        assert outcome(fast.flat, *point) == outcome(eager, *point)
    assert fast.fault is None


# What leaves the tape otherwise


LEAKS: dict[str, tuple[Loss, str]] = {
    "value": (lambda x: x * x.value, ".value"),
    "text": (lambda x: x * float(f"{x:.1f}"), "text"),
    "repr": (lambda x: x * len(repr(x)), "text"),
    "str": (lambda x: x * len(str(x * 3)), "text"),
    "percent": (lambda x: x * float(("%s" % x)[5:8]), "text"),  # noqa: UP031  # old code does
    "grad": (lambda x: x * (1 + x.grad), ".grad"),
    "local gradients": (lambda x: x * (x * x).local_gradients[0], "local gradients"),
    "parents": (lambda x: (x * 2).parents[0] * x, "parents"),
    "op": (lambda x: x * len((x * 2).op), ".op"),
    "id": (lambda x: x * (x.id < 0), ".id"),
    "backward": (lambda x: ((x * x).backward(), x * x)[1], "backward()"),
    "inner gradient": (lambda x: x * grad(lambda a: a * a * x)(3.0), "gradient within"),
    "inner value": (lambda x: x * value_and_grad(lambda a: a + x)(3.0)[0], "gradient within"),
    "inner descent": (
        lambda x: x + descend(lambda a: (a - x) ** 2, [0.0], steps=5).run().point[0], "within",
    ),
}  # fmt: skip


@ROUTES
@pytest.mark.parametrize("name", sorted(LEAKS))
def test_what_leaves_the_tape_makes_the_loss_run_eagerly_and_says_what_it_was(
    name: str, host: Host
) -> None:
    f, words = LEAKS[name]
    fast, eager = jit(f, host), value_and_grad(f)
    for x in (3.04, 5.04, 1.5, -2.0):
        assert fast(x) == eager(x)
    assert fast.how == "eager"
    assert words in str(fast.reason)
    assert str(fast.reason).startswith("The loss ")


def test_the_reason_names_the_line() -> None:
    space: dict[str, Any] = {}
    source = "def loss(x=3.0):\n    y = x * 2\n    return y * float(f'{x:.1f}')\n"
    exec(compile(source, "loss.py", "exec"), space)
    assert "(line 3)" in str(jit(space["loss"]).reason)


# Guards are exact


@ROUTES
@pytest.mark.parametrize("bound", [Fraction(1, 10), Fraction(-1, 3), 10**400, 2**53 + 1, True])
def test_a_comparison_with_any_number_takes_the_right_way(bound: Any, host: Host) -> None:
    near = [math.nextafter(x, side) for x in (0.1, -1 / 3) for side in (-1.0, 1.0)]
    points = [0.1, 0.5, -0.5, *near, 2.0**53, 1.0, 2.0**53 + 2, -1 / 3]
    for f in (
        lambda x: 10 * x if x > bound else x,
        lambda x: 10 * x if x >= bound else x,
        lambda x: 10 * x if x < bound else x,
        lambda x: 10 * x if bound >= x else x,
        lambda x: 10 * x if x == bound else x,
    ):
        assert_as_eager(f, host, points)
