"""Node: its operators, its gradients, and what it refuses."""

from __future__ import annotations

import copy
import linecache
import math
import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from py_engine import (
    DomainError,
    GradientError,
    Node,
    OperandError,
    grad,
    no_grad,
    sqrt,
    stop_gradient,
    value_and_grad,
    zero_grad,
)

BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "pow": operator.pow,
    "mod": operator.mod,
    "floordiv": operator.floordiv,
}
PAIRS = [(3.7, 1.3), (2.0, 2.0), (0.1, 7.25), (5.5, -0.75), (1e-3, 3.0)]


def gradients_of(f: Callable[..., Any], *point: float) -> tuple[float, ...]:
    leaves = [Node(x) for x in point]
    f(*leaves).backward()
    return tuple(leaf.grad for leaf in leaves)


# Operators


@pytest.mark.parametrize("name", BINARY)
@pytest.mark.parametrize(("a", "b"), PAIRS)
def test_an_operator_gives_the_bits_that_floats_give_in_every_combination(
    name: str, a: float, b: float
) -> None:
    f = BINARY[name]
    for result in (f(Node(a), Node(b)), f(Node(a), b), f(a, Node(b))):
        assert isinstance(result, Node)
        assert (result.value, result.op) == (f(a, b), name)


@pytest.mark.parametrize("name", ["add", "sub", "mul", "div", "pow"])
@pytest.mark.parametrize(("a", "b"), [pair for pair in PAIRS if pair[0] > 0])
def test_an_operator_has_the_slopes_of_central_differences_in_every_combination(
    name: str, a: float, b: float
) -> None:
    f = BINARY[name]
    h = 1e-6
    by_a = (f(a * (1 + h), b) - f(a * (1 - h), b)) / (2 * h * a)
    by_b = (f(a, b * (1 + h)) - f(a, b * (1 - h))) / (2 * h * b)
    assert gradients_of(f, a, b) == pytest.approx((by_a, by_b), rel=1e-6, abs=1e-9)
    assert gradients_of(lambda x: f(x, b), a) == pytest.approx((by_a,), rel=1e-6, abs=1e-9)
    assert gradients_of(lambda x: f(a, x), b) == pytest.approx((by_b,), rel=1e-6, abs=1e-9)


@pytest.mark.parametrize("name", BINARY)
def test_ints_bools_and_fractions_take_part_as_floats(name: str) -> None:
    f = BINARY[name]
    for other in (3, True, Fraction(1, 4)):
        assert f(Node(2.5), other).value == f(2.5, float(other))
        assert f(other, Node(2.5)).value == f(float(other), 2.5)
        assert f(Node(2.5), other).parents[0].value == 2.5


@pytest.mark.parametrize("name", ["add", "mul"])
def test_a_huge_int_overflows_as_with_floats(name: str) -> None:
    with pytest.raises(OverflowError):
        BINARY[name](Node(2.0), 10**400)


@pytest.mark.parametrize("name", BINARY)
@pytest.mark.parametrize("other", ["ab", None, [1.0], 1j, Decimal("1.5"), {}])
def test_an_operator_refuses_what_is_not_a_real_number(name: str, other: object) -> None:
    for left, right in ((Node(2.0), other), (other, Node(2.0))):
        with pytest.raises(TypeError):
            BINARY[name](left, right)


def test_the_unary_operators() -> None:
    x = Node(-1.5)
    assert [(-x).value, (+x).value, abs(x).value] == [1.5, -1.5, 1.5]
    assert gradients_of(operator.neg, -1.5) == (-1.0,)
    assert gradients_of(operator.pos, -1.5) == (1.0,)
    assert gradients_of(abs, -1.5) == (-1.0,)
    assert gradients_of(abs, 2.5) == (1.0,)


@pytest.mark.parametrize("f", [math.floor, math.ceil, math.trunc, round, lambda x: round(x, 1)])
@pytest.mark.parametrize("x", [-2.55, -0.5, 0.0, 0.5, 1.5, 2.65])
def test_rounding_gives_a_node_of_the_rounded_value_and_a_slope_of_0(
    f: Callable[[Any], Any], x: float
) -> None:
    assert f(Node(x)).value == f(x)
    assert gradients_of(f, x) == (0.0,)


@pytest.mark.parametrize("f", [math.floor, math.ceil, math.trunc, round])
def test_rounding_an_infinity_raises_what_floats_raise(f: Callable[[Any], Any]) -> None:
    with pytest.raises(OverflowError):
        f(Node(math.inf))


def test_divmod_gives_both_parts_with_their_gradients() -> None:
    quotient, remainder = divmod(Node(7.5), 2.0)
    assert (quotient.value, remainder.value) == divmod(7.5, 2.0)
    assert [node.value for node in divmod(7.5, Node(2.0))] == list(divmod(7.5, 2.0))
    assert gradients_of(lambda x, a: x % a, 7.5, 2.0) == (1.0, -3.0)
    assert gradients_of(lambda x, a: x // a, 7.5, 2.0) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("f", "error"),
    [
        (lambda x: x / 0, ZeroDivisionError),
        (lambda x: 1 / (x - x), ZeroDivisionError),
        (lambda x: x / (x - x), ZeroDivisionError),
        (lambda x: x // 0, ZeroDivisionError),
        (lambda x: x % 0.0, ZeroDivisionError),
        (lambda x: (x - x) ** -1, ZeroDivisionError),
        (lambda x: (x * 1e200) ** 2, OverflowError),
        (lambda x: 10.0 ** (x * 1e4), OverflowError),
    ],
)
def test_an_operator_raises_what_floats_raise(
    f: Callable[[Any], Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        f(2.0)
    with pytest.raises(error):
        f(Node(2.0))


@pytest.mark.parametrize("f", [lambda x: x**0.5, lambda x: x ** (1 / 3), lambda x: x ** Node(0.5)])
def test_a_complex_result_is_refused(f: Callable[[Any], Any]) -> None:
    with pytest.raises(DomainError, match="not a real number") as caught:
        f(Node(-8.0))
    assert caught.value.op == "pow"
    assert caught.value.operands[0] == -8.0
    assert isinstance(caught.value, ValueError)


# Values at special points


def test_an_operand_used_twice_keeps_two_edges() -> None:
    for f, locals_ in (
        (operator.mul, (3.0, 3.0)),
        (operator.truediv, (1 / 3.0, -1 / 3.0)),
        (operator.sub, (1.0, -1.0)),
    ):
        x = Node(3.0)
        y = f(x, x)
        assert [parent is x for parent in y.parents] == [True, True]
        assert y.local_gradients == locals_
        y.backward()
        assert x.grad == sum(locals_)


@pytest.mark.parametrize(
    ("f", "point", "expected"),
    [
        (lambda x: x**0, (0.0,), (0.0,)),
        (lambda a, b: a**b, (0.0, 2.0), (0.0, 0.0)),
        (lambda a, b: a**b, (0.0, 1.0), (1.0, 0.0)),
        (lambda x: x**3, (-2.0,), (12.0,)),
        (lambda x: x**2, (-2.0,), (-4.0,)),
        (lambda x: x**1.0, (0.0,), (1.0,)),
        (lambda x: x**-1, (-2.0,), (-0.25,)),
        (lambda b: 2.0**b, (3.0,), (8.0 * math.log(2.0),)),
        (abs, (0.0,), (0.0,)),
        (lambda y: 1 / y, (1e200,), (0.0,)),
    ],
)
def test_gradients_at_special_points(
    f: Callable[..., Any], point: tuple[float, ...], expected: tuple[float, ...]
) -> None:
    assert gradients_of(f, *point) == expected


def test_a_negative_base_has_no_gradient_by_its_exponent_which_matters_only_if_asked_for() -> None:
    x = Node(-2.0)
    (x ** Node(3.0)).backward()
    assert x.grad == 12.0
    with pytest.raises(GradientError, match="pow"):
        grad(lambda a, b: a**b)(-2.0, 3.0)


# Gradients over several runs


def test_a_second_backward_adds_to_leaves_and_replaces_in_results() -> None:
    x = Node(3.0)
    square = x * x
    y = square * 2.0
    y.backward()
    assert (x.grad, square.grad, y.grad) == (12.0, 2.0, 1.0)
    y.backward()
    assert (x.grad, square.grad, y.grad) == (24.0, 2.0, 1.0)


def test_zero_grad_starts_leaves_and_results_again() -> None:
    x = Node(3.0)
    y = x * x
    y.backward()
    zero_grad([x, y])
    assert (x.grad, y.grad) == (0.0, 0.0)
    y.backward()
    assert x.grad == 6.0


def test_gradients_are_0_before_the_first_backward() -> None:
    x = Node(3.0)
    assert (x.grad, (x * x).grad) == (0.0, 0.0)


def test_backward_on_a_leaf_gives_1() -> None:
    x = Node(3.0)
    x.backward()
    assert x.grad == 1.0


def test_a_shared_subgraph_serves_two_results_one_at_a_time() -> None:
    x = Node(2.0)
    shared = x * x
    first, second = shared * 3.0, shared + 10.0
    first.backward()
    assert (x.grad, shared.grad) == (12.0, 3.0)
    second.backward()
    assert (x.grad, shared.grad, first.grad) == (16.0, 1.0, 0.0)


def test_a_result_that_does_not_matter_passes_nothing_on() -> None:
    x = Node(2.0)
    y = x * 3.0
    ignored = y * 100.0
    y.backward()
    assert (x.grad, ignored.grad) == (3.0, 0.0)


def test_equal_values_do_not_make_two_nodes_one() -> None:
    a = Node(1.0)
    left, right = a + 1, a + 1
    (left + right).backward()
    assert (left.grad, right.grad, a.grad) == (1.0, 1.0, 2.0)


def test_changing_the_name_of_a_node_does_not_change_what_was_computed() -> None:
    x = Node(2.0)
    y = x * x
    x += 5.0
    y.backward()
    assert y.parents[0].grad == 4.0
    assert (x.value, x.op) == (7.0, "add")


# What a node shows


def test_a_node_shows_its_operation_and_its_parents_in_order() -> None:
    a, b = Node(6.0, "a"), Node(2.0, "b")
    c = a / b
    assert (c.op, c.is_leaf, a.op, a.is_leaf) == ("div", False, "", True)
    assert [parent.name for parent in c.parents] == ["a", "b"]
    assert c.local_gradients == (0.5, -1.5)
    assert (a.parents, a.local_gradients, c.name) == ((), (), None)


def test_a_constant_is_no_parent() -> None:
    x = Node(3.0)
    assert [parent is x for parent in (10.0 - x).parents] == [True]
    assert (10.0 - x).local_gradients == (-1.0,)


def test_the_id_tells_the_nodes_of_a_graph_apart_and_is_the_same_for_two_handles() -> None:
    x = Node(2.0)
    inner = x * x
    outer = inner + inner
    first, second = outer.parents
    assert first.id == second.id == inner.id
    assert len({x.id, inner.id, outer.id}) == 3
    assert inner.parents[0].id == x.id


@pytest.mark.parametrize(
    ("make", "shown"),
    [
        (lambda: Node(2), "Node(2.0)"),
        (lambda: Node(0.3, name="x"), "Node(0.3, name='x')"),
        (lambda: Node(2) * 3, "Node(6.0, op='mul')"),
        (lambda: Node(math.nan), "Node(nan)"),
        (lambda: Node(1e308) * 10, "Node(inf, op='mul')"),
    ],
)
def test_repr_reads_well(make: Callable[[], Node], shown: str) -> None:
    assert repr(make()) == str(make()) == f"{make()}" == shown


def test_repr_shows_the_gradient_once_there_is_one() -> None:
    x = Node(3.0)
    y = x * x
    y.backward()
    assert (repr(x), repr(y)) == ("Node(3.0, grad=6.0)", "Node(9.0, op='mul', grad=1.0)")


def test_a_format_is_that_of_the_value() -> None:
    assert f"{Node(2) / 3:.3f}" == "0.667"


def test_python_speaks_of_a_node_when_it_refuses_one() -> None:
    with pytest.raises(TypeError, match="'Node'"):
        Node(2.0) * 3 + None


# Comparisons


@pytest.mark.parametrize("f", [operator.lt, operator.le, operator.gt, operator.ge])
def test_comparisons_are_by_value(f: Callable[[Any, Any], bool]) -> None:
    for a, b in ((1.0, 2.0), (2.0, 1.0), (1.0, 1.0), (1.0, math.nan)):
        assert f(Node(a), Node(b)) is f(Node(a), b) is f(a, Node(b)) is f(a, b)


def test_equality_is_by_value_and_false_for_another_type() -> None:
    assert Node(2.0) == Node(2.0)
    assert Node(2.0) == 2
    assert Node(2.0) != 3.0
    assert Node(math.nan) != Node(math.nan)
    for foreign in ("2.0", None, [2.0], object()):
        assert operator.eq(Node(2.0), foreign) is False
        assert operator.ne(Node(2.0), foreign) is True


def test_order_with_another_type_is_refused() -> None:
    with pytest.raises(TypeError):
        Node(2.0) < "3"  # noqa: B015


def test_a_node_is_true_unless_it_is_zero() -> None:
    assert [bool(Node(x)) for x in (0.0, -0.0, 1.0, math.nan)] == [False, False, True, True]


@pytest.mark.parametrize(
    ("sign", "f"),
    [
        ("<", operator.lt),
        ("<=", operator.le),
        (">", operator.gt),
        (">=", operator.ge),
        ("==", operator.eq),
        ("!=", operator.ne),
    ],
)
def test_each_comparison_is_written_down_with_its_own_sign(
    sign: str, f: Callable[[Any, Any], bool]
) -> None:
    x, y = Node(1.0), Node(2.0)
    z = x * y
    outcomes = [f(z, 2.0), f(z, x)]
    assert z.tape.guards == [
        (sign, z.position, 2.0, outcomes[0]),
        (sign, z.position, x.position, outcomes[1]),
    ]


def test_comparisons_are_written_down_as_guards() -> None:
    x, y = Node(1.0), Node(2.0)
    z = x * y
    assert x < y
    assert not z > 3
    assert z
    assert operator.le(0, x)
    assert z.tape.guards == [
        ("<", x.position, y.position, True),
        (">", z.position, 3.0, False),
        ("!=", z.position, 0.0, True),
        (">=", x.position, 0.0, True),
    ]


# What leaves a tape


def test_reading_a_value_is_noted_on_the_tape() -> None:
    x = Node(3.0)
    y = x * x
    assert y.tape.escaped is None
    z = y + 1.0
    assert y.value == 9.0
    first = z.tape.escaped
    assert first is not None
    assert (first.what, first.file) == ("reads the number of a Node with .value", __file__)
    assert linecache.getline(first.file, first.line).strip() == "assert y.value == 9.0"
    assert z.value == 10.0
    assert z.tape.escaped == first


def test_no_grad_gives_leaves() -> None:
    x = Node(3.0)
    with no_grad():
        results = [x * x, x + 1, 1 - x, x - 1, 2 * x, x / 2, x**2, -x, sqrt(x), abs(x), x % 2]
    assert all(result.is_leaf for result in results)
    assert results[0].value == 9.0
    (x * results[0]).backward()
    assert x.grad == 9.0
    assert not (x * x).is_leaf


def test_no_grad_ends_with_an_error_too() -> None:
    with pytest.raises(ZeroDivisionError), no_grad():
        Node(1.0) / 0
    assert not (Node(1.0) * 2).is_leaf


def test_stop_gradient_keeps_the_value_and_stops_the_gradient() -> None:
    assert value_and_grad(lambda x: x * stop_gradient(x))(3.0) == (9.0, 3.0)
    assert stop_gradient(2.5) == 2.5


def test_stop_gradient_stops_an_infinite_one_too() -> None:
    assert value_and_grad(lambda x: x + stop_gradient(sqrt(x)))(0.0) == (0.0, 1.0)


# Refusals


@pytest.mark.parametrize("value", ["2", None, [1.0], 1j, Decimal(2), {}, Node(1.0), b"1"])
def test_a_node_is_made_of_one_real_number_only(value: Any) -> None:
    with pytest.raises(OperandError, match="A number is needed here"):
        Node(value)


@pytest.mark.parametrize("value", [3, True, Fraction(1, 2), 0.5, -0.0, math.inf])
def test_a_node_turns_a_real_number_into_a_float(value: Any) -> None:
    assert type(Node(value).value) is float
    assert Node(value).value == float(value)


def test_a_node_cannot_be_changed() -> None:
    with pytest.raises(OperandError, match=r"w = Node\(w\.value - "):
        Node(1.0).value = 2.0  # type: ignore[misc]
    with pytest.raises(AttributeError):
        Node(1.0).colour = "red"  # type: ignore[attr-defined]


def test_a_node_is_not_hashable_and_says_what_to_use() -> None:
    with pytest.raises(OperandError, match=r"node\.id"):
        {Node(1.0)}


@pytest.mark.parametrize("f", [math.sqrt, math.sin, float, int, complex])
def test_the_functions_of_math_name_ours(f: Callable[[Any], Any]) -> None:
    for node in (Node(4.0), Node(4.0) * 2):
        with pytest.raises(OperandError, match=r"py_engine\.sqrt"):
            f(node)


def test_a_leaf_is_copied_as_a_leaf_of_its_own() -> None:
    x = Node(2.0, "x")
    for twin in (copy.copy(x), copy.deepcopy(x), pickle.loads(pickle.dumps(x))):
        (twin * twin).backward()
        assert (twin.value, twin.name, twin.grad, x.grad) == (2.0, "x", 4.0, 0.0)


@pytest.mark.parametrize("f", [copy.copy, copy.deepcopy, pickle.dumps])
def test_a_computed_node_cannot_be_copied(f: Callable[[Any], Any]) -> None:
    with pytest.raises(OperandError, match=r"node\.value"):
        f(Node(2.0) * 2)
