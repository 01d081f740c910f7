"""Every primitive over its domain: its value as floats give it, its gradient as mpmath gives it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp, mpf

from py_engine import GradientError, Node, functions, gradcheck
from py_engine.gradients import flat_value_and_grad
from py_engine.primitives import BUILT_IN
from tests.property.engine.domains import CASES

FINITE = st.floats(allow_nan=False, allow_infinity=False)
ANY = st.floats()


def exact_slope(f: Callable[..., Any], point: tuple[float, ...], index: int) -> float:
    """A central difference with 450 digits, enough where a function is level to 300 of them."""
    with mp.workdps(450):
        at = [mpf(x) for x in point]
        step = max(abs(at[index]), mpf(1)) * mpf(10) ** -40
        high, low = list(at), list(at)
        high[index] += step
        low[index] -= step
        return float((f(*high) - f(*low)) / (2 * step))


def test_every_primitive_is_tried() -> None:
    assert set(CASES) == BUILT_IN


@pytest.mark.parametrize("name", sorted(CASES))
@settings(max_examples=40)
@given(data=st.data())
def test_the_value_is_bit_for_bit_that_of_floats(name: str, data: st.DataObject) -> None:
    case = CASES[name]
    point = data.draw(st.tuples(*case.operands))
    assert case.function(*map(Node, point)).value.hex() == float(case.function(*point)).hex()


@pytest.mark.parametrize("name", sorted(CASES))
@settings(max_examples=40)
@given(data=st.data())
def test_the_gradient_is_that_of_mpmath(name: str, data: st.DataObject) -> None:
    case = CASES[name]
    point = data.draw(st.tuples(*case.operands))
    _value, gradient = flat_value_and_grad(case.function)(*point)
    expected = [exact_slope(case.exact, point, index) for index in range(len(point))]
    if name == "stop_gradient":
        expected = [0.0]
    assert list(gradient) == pytest.approx(expected, rel=2e-12, abs=1e-290)


def outcome(f: Callable[..., Any], *operands: Any) -> str:
    """What a call comes to: the bits of its value, or the name of its error."""
    try:
        result = f(*operands)
    except (ArithmeticError, ValueError) as error:
        return type(error).__name__.replace("DomainError", "TypeError")
    except TypeError:
        return "TypeError"
    value = result.value if isinstance(result, Node) else result
    return "TypeError" if isinstance(value, complex) else float(value).hex()


@pytest.mark.parametrize("name", sorted(set(CASES) - {"where"}))
@settings(max_examples=50)
@given(data=st.data())
def test_anywhere_at_all_nodes_give_or_raise_what_floats_do(name: str, data: st.DataObject) -> None:
    case = CASES[name]
    point = data.draw(st.tuples(*[ANY for _ in case.operands]))
    assert outcome(case.function, *map(Node, point)) == outcome(case.function, *point)


@pytest.mark.parametrize("name", sorted(set(CASES) - {"where"}))
@settings(max_examples=50)
@given(data=st.data())
def test_anywhere_at_all_the_gradient_is_finite_or_a_gradient_error(
    name: str, data: st.DataObject
) -> None:
    case = CASES[name]
    point = data.draw(st.tuples(*[FINITE for _ in case.operands]))
    try:
        _value, gradient = flat_value_and_grad(case.function)(*point)
    except (GradientError, ArithmeticError, ValueError):
        return
    assert all(map(math.isfinite, gradient))


SAME_IN_MATH = (
    "sqrt cbrt exp expm1 exp2 log log1p log2 log10 sin cos tan asin acos atan sinh cosh tanh asinh "
    "acosh atanh erf atan2 hypot"
).split()


@pytest.mark.parametrize("name", SAME_IN_MATH)
@settings(max_examples=50)
@given(data=st.data())
def test_on_floats_a_function_gives_what_math_gives(name: str, data: st.DataObject) -> None:
    point = data.draw(st.tuples(*[ANY for _ in CASES[name].operands]))
    if name == "atan2":
        point = point[:2]
    assert outcome(getattr(functions, name), *point) == outcome(getattr(math, name), *point)


@settings(max_examples=50)
@given(st.lists(st.tuples(ANY, ANY), min_size=1, max_size=6))
def test_dist_gives_what_math_gives(pairs: list[tuple[float, float]]) -> None:
    p, q = zip(*pairs, strict=True)
    assert outcome(functions.dist, p, q) == outcome(math.dist, p, q)


EDGES = [
    (functions.relu, (0.0,), (0.0,)),
    (functions.leaky_relu, (0.0,), (0.01,)),
    (functions.hypot, (0.0, 0.0), (0.0, 0.0)),
    (functions.hypot, (0.0, 3.0), (0.0, 1.0)),
    (functions.maximum, (2.0, 2.0), (0.5, 0.5)),
    (functions.minimum, (2.0, 2.0), (0.5, 0.5)),
    (functions.maximum, (2.0, 2.0, 2.0), (1 / 3, 1 / 3, 1 / 3)),
    (functions.maximum, (2.0, 3.0, 3.0, 1.0), (0.0, 0.5, 0.5, 0.0)),
    (functions.minimum, (2.0, 3.0, 2.0), (0.5, 0.0, 0.5)),
    (functions.tanh, (800.0,), (0.0,)),
    (functions.sigmoid, (-800.0,), (0.0,)),
    (functions.sigmoid, (0.0,), (0.25,)),
    (functions.softplus, (-800.0,), (0.0,)),
    (functions.softplus, (800.0,), (1.0,)),
    (functions.asinh, (0.0,), (1.0,)),
    (functions.atan2, (0.0, 1.0), (1.0, 0.0)),
    (functions.erf, (0.0,), (2 / math.sqrt(math.pi),)),
]


@pytest.mark.parametrize(("f", "point", "expected"), EDGES)
def test_gradients_at_the_edges(
    f: Callable[..., Any], point: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    assert flat_value_and_grad(f)(*point)[1] == expected


SINGULAR = [
    (functions.sqrt, (0.0,)),
    (functions.cbrt, (0.0,)),
    (functions.asin, (1.0,)),
    (functions.asin, (-1.0,)),
    (functions.acos, (1.0,)),
    (functions.acosh, (1.0,)),
    (functions.atan2, (0.0, 0.0)),
    (functions.log, (5e-324,)),
    (functions.maximum, (math.nan, 1.0)),
    (functions.minimum, (1.0, math.nan)),
]


@pytest.mark.parametrize(("f", "point"), SINGULAR)
def test_where_there_is_no_gradient_the_value_stays_and_the_gradient_is_an_error(
    f: Callable[..., Any], point: tuple[float, ...]
) -> None:
    name = f.__name__
    assert f(*map(Node, point)).value.hex() == f(*point).hex()
    with pytest.raises(GradientError) as caught:
        flat_value_and_grad(f)(*point)
    assert caught.value.op == name
    assert caught.value.operands == pytest.approx(point, nan_ok=True)


@settings(max_examples=50)
@given(st.floats(-3, 3), st.floats(-3, 3))
def test_where_gives_one_of_two_and_its_gradient(a: float, b: float) -> None:
    def f(a: Any, b: Any) -> Any:
        return functions.where(a < b, a * a, b * b * b)

    value, gradient = flat_value_and_grad(f)(a, b)
    assert value == (a * a if a < b else b * b * b)
    assert gradient == ((2 * a, 0.0) if a < b else (0.0, pytest.approx(3 * b * b)))


def test_where_takes_a_node_as_its_condition() -> None:
    f = flat_value_and_grad(lambda c, a, b: functions.where(c, a, b))
    assert f(2.0, 3.0, 4.0) == (3.0, (0.0, 1.0, 0.0))
    assert f(0.0, 3.0, 4.0) == (4.0, (0.0, 0.0, 1.0))


def test_log_takes_a_base_as_math_does() -> None:
    assert functions.log(8.0, 2.0) == math.log(8.0, 2.0)
    assert gradcheck(lambda x, base: functions.log(x, base), (8.0, 3.0))


def test_a_primitive_of_ones_own() -> None:
    cube = functions.primitive(lambda x: x**3, lambda x: 3 * x**2, name="cube")
    assert cube(2.0) == 8.0
    assert (cube(Node(2.0)).op, cube.__name__) == ("cube", "cube")
    assert gradcheck(cube, (2.0,))
    area = functions.primitive(lambda a, b: a * b, lambda a, b: b, lambda a, b: a, name="area")
    assert flat_value_and_grad(lambda x: area(x, 3) + area(2.0, x))(5.0) == (25.0, (5.0,))


def test_gradcheck_finds_a_wrong_primitive() -> None:
    wrong = functions.primitive(lambda x: x**3, lambda x: 2 * x**2, name="wrong_cube")
    report = gradcheck(wrong, (2.0,))
    assert not report
    assert "differs" in str(report)


def test_a_derivative_that_raises_means_that_there_is_no_gradient() -> None:
    root = functions.primitive(math.sqrt, lambda x: 0.5 / math.sqrt(x), name="root")
    assert root(Node(0.0)).value == 0.0
    with pytest.raises(GradientError, match="root"):
        flat_value_and_grad(root)(0.0)


def test_a_primitive_cannot_take_the_name_of_one_of_ours_or_the_wrong_number_of_operands() -> None:
    with pytest.raises(ValueError, match="sqrt is a primitive already"):
        functions.primitive(math.sqrt, lambda x: 0.5 / math.sqrt(x))
    pair = functions.primitive(lambda a, b: a + b, lambda a, b: 1.0, name="pair")
    with pytest.raises(TypeError, match="1 derivatives, but 2 operands"):
        pair(1.0, 2.0)


@pytest.mark.parametrize("f", [functions.sqrt, functions.hypot, functions.mean])
@pytest.mark.parametrize("operand", ["2", None, [1.0, "a"], 1j])
def test_a_function_refuses_what_is_not_a_number(f: Callable[..., Any], operand: object) -> None:
    with pytest.raises(TypeError):
        f([operand] if f is functions.mean else operand)


# Sums


@settings(max_examples=50)
@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=30), st.integers(0, 3))
def test_sums_and_means_have_the_same_bits_on_floats_and_nodes(
    terms: list[float], pattern: int
) -> None:
    def mixed() -> list[Any]:
        return [Node(x) if (k >> pattern) % 2 else Node(x) * 1.0 for k, x in enumerate(terms)]

    for f in (functions.total, functions.mean):
        assert f(mixed()).value.hex() == f(terms).hex()
    running = terms[0]
    for term in terms[1:]:
        running = running + term
    assert functions.total(terms) == running


def test_an_empty_sum_is_0_and_an_empty_mean_an_error() -> None:
    assert functions.total([]) == 0.0
    with pytest.raises(ValueError, match="mean of no numbers"):
        functions.mean([])


def test_a_sum_of_numbers_is_a_float_and_leaves_its_terms_alone() -> None:
    assert type(functions.total([1, 2])) is float
    first, second, third = (Node(2.0) * 1.0 for _ in range(3))
    result = functions.total([first, second, third, third])
    assert [first.value, second.value, third.value, result.value] == [2.0, 2.0, 2.0, 8.0]
    result.backward()
    assert [first.grad, second.grad, third.grad] == [1.0, 1.0, 2.0]
