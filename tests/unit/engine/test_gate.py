"""The gate: what leaves a Node is recorded, guarded, noted or refused, and nothing else."""

from __future__ import annotations

import copy
import json
import math
import operator
import pickle
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from py_engine import Node, descend, grad, gradcheck, no_grad, value_and_grad
from py_engine.joining import current_tape
from py_engine.node import pinned_leaf
from py_engine.tape import Guard, Raised, Tape

RECORDED: dict[str, Callable[[Any], Any]] = {
    "__add__": lambda x: x + 2,
    "__radd__": lambda x: 2 + x,
    "__sub__": lambda x: x - 2,
    "__rsub__": lambda x: 2 - x,
    "__mul__": lambda x: x * 2,
    "__rmul__": lambda x: 2 * x,
    "__truediv__": lambda x: x / 2,
    "__rtruediv__": lambda x: 2 / x,
    "__floordiv__": lambda x: x // 2,
    "__rfloordiv__": lambda x: 2 // x,
    "__mod__": lambda x: x % 2,
    "__rmod__": lambda x: 2 % x,
    "__divmod__": lambda x: divmod(x, 2)[0],
    "__rdivmod__": lambda x: divmod(2, x)[1],
    "__pow__": lambda x: x**3,
    "__rpow__": lambda x: 3**x,
    "__neg__": operator.neg,
    "__abs__": abs,
    "__floor__": math.floor,
    "__ceil__": math.ceil,
    "__trunc__": math.trunc,
    "__round__": round,
}
"""These write an operation on the tape."""

GUARDED: dict[str, Callable[[Any], Any]] = {
    "__lt__": lambda x: x < 2,
    "__le__": lambda x: x <= 2,
    "__gt__": lambda x: x > 2,
    "__ge__": lambda x: x >= 2,
    "__eq__": lambda x: x == 2,
    "__ne__": lambda x: x != 2,
    "__bool__": bool,
}
"""These write a guard on the tape."""

NOTED: dict[str, Callable[[Any], Any]] = {
    "value": lambda x: x.value,
    "grad": lambda x: x.grad,
    "op": lambda x: x.op,
    "id": lambda x: x.id,
    "parents": lambda x: x.parents,
    "local_gradients": lambda x: x.local_gradients,
    "backward": lambda x: x.backward(),
    "__repr__": repr,
    "__str__": str,
    "__format__": lambda x: f"{x:.1f}",
    "_repr_svg_": lambda x: x._repr_svg_(),
    "__reduce__": copy.copy,
    "__reduce_ex__": pickle.dumps,
}
"""These note on the tape that something left it."""

REFUSED: dict[str, Callable[[Any], Any]] = {
    "__float__": float,
    "__int__": int,
    "__index__": operator.index,
    "__complex__": complex,
    "__hash__": hash,
    "__getstate__": lambda x: x.__getstate__(),
}
"""These raise an OperandError, whatever the number is."""

OF_THE_CLASS = (
    "__class__ __delattr__ __dir__ __doc__ __getattribute__ __init__ __init_subclass__ __module__ "
    "__new__ __setattr__ __sizeof__ __slots__ __subclasshook__ __array_ufunc__ __getattr__ "
    "__annotations__ __static_attributes__ __firstlineno__ __annotate_func__ __annotations_cache__ "
    "__pos__ is_leaf name"
).split()
"""These are the same for all Nodes, or what their maker said; __pos__ gives the Node itself."""

INSIDE = "__weakref__ _edges _gradient _leaf _operation _text _value position tape".split()
"""These are the engine's own. Whoever reads a tape knows what they do; a loss has no need to."""


def on_a_tape(value: float = 3.0, *, leaf: bool = False) -> Node:
    x = pinned_leaf(Tape(), value)
    return x if leaf else x * 1.0


def test_everything_that_a_node_has_is_in_one_of_the_tables() -> None:
    known = [*RECORDED, *GUARDED, *NOTED, *REFUSED, *OF_THE_CLASS, *INSIDE]
    assert len(known) == len(set(known))
    assert sorted(set(dir(Node)) - set(known)) == []


@pytest.mark.parametrize("leaf", [True, False])
@pytest.mark.parametrize("name", sorted(RECORDED))
def test_what_is_computed_is_recorded(name: str, leaf: bool) -> None:
    x = on_a_tape(leaf=leaf)
    before = len(x.tape)
    result = RECORDED[name](x)
    assert isinstance(result, Node)
    assert current_tape(result) is x.tape
    assert len(x.tape) > before
    assert x.tape.escaped is None


@pytest.mark.parametrize("leaf", [True, False])
@pytest.mark.parametrize("name", sorted(GUARDED))
def test_what_is_compared_is_guarded(name: str, leaf: bool) -> None:
    x = on_a_tape(leaf=leaf)
    outcome = GUARDED[name](x)
    (guard,) = x.tape.guards
    assert isinstance(guard, Guard)
    assert guard.outcome is outcome
    assert x.tape.escaped is None


@pytest.mark.parametrize("leaf", [True, False])
@pytest.mark.parametrize("name", sorted(NOTED))
def test_what_is_read_is_noted(name: str, leaf: bool) -> None:
    x = on_a_tape(leaf=leaf)
    if not leaf and name.startswith("__reduce"):
        with pytest.raises(TypeError):
            NOTED[name](x)
        return
    NOTED[name](x)
    assert x.tape.escaped is not None
    if not name.startswith("__reduce"):
        assert x.tape.escaped.file == __file__


@pytest.mark.parametrize("leaf", [True, False])
@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_a_node_is_not_is_refused_whatever_its_number(name: str, leaf: bool) -> None:
    messages = set()
    for value in (3.0, -1.5, 0.0):
        with pytest.raises(TypeError) as refusal:
            REFUSED[name](on_a_tape(value, leaf=leaf))
        messages.add(str(refusal.value))
    assert len(messages) == 1


READERS: list[Callable[[Any], Any]] = [
    lambda x: f"{x}",
    "{:.3f}".format,
    lambda x: "%s" % x,  # noqa: UP031  # old code does
    lambda x: print(x, file=open_nowhere()),
    copy.deepcopy,
    lambda x: copy.copy([x]) and copy.deepcopy([x]),
    lambda x: grad(lambda a: a * x)(2.0),
    lambda x: value_and_grad(lambda a: x * x + a)(1.0),
    lambda x: descend(lambda a: (a - x) ** 2, [0.0], steps=2).run(),
    lambda x: gradcheck(lambda a: a * x, (2.0,)),
    lambda x: no_grad()(lambda: x * 2)(),
    lambda x: sorted([x, x + 1])[0].value,
]


def open_nowhere() -> Any:
    import io

    return io.StringIO()


@pytest.mark.parametrize("read", READERS)
def test_all_that_reads_on_somebody_s_behalf_goes_through_the_gate(
    read: Callable[[Any], Any],
) -> None:
    x = on_a_tape(leaf=True)
    read(x)
    assert x.tape.escaped is not None or current_tape(x).escaped is not None


@pytest.mark.parametrize(
    "read",
    [math.sin, math.isclose, math.fsum, json.dumps, range, "%f".__mod__, bytes, [1, 2].__getitem__],
)
def test_what_python_s_own_functions_ask_for_is_refused(read: Callable[[Any], Any]) -> None:
    x = on_a_tape(leaf=True)
    with pytest.raises(TypeError):
        read(*([x, 1.0] if read is math.isclose else [[x]] if read is math.fsum else [x]))


# Errors


@pytest.mark.parametrize(
    ("f", "value", "op", "error"),
    [
        (lambda x: 1 / x, 0.0, "div", "ZeroDivisionError"),
        (lambda x: x / 0.0, 2.0, "div", "ZeroDivisionError"),
        (lambda x: x / (x - x), 2.0, "div", "ZeroDivisionError"),
        (lambda x: x // 0, 2.0, "floordiv", "ZeroDivisionError"),
        (lambda x: x % 0, 2.0, "mod", "ZeroDivisionError"),
        (lambda x: x**2, 1e200, "pow", "OverflowError"),
        (lambda x: x**3.5, 1e200, "pow", "OverflowError"),
        (lambda x: x**-1, 0.0, "pow", "ZeroDivisionError"),
        (lambda x: x**0.5, -2.0, "pow", "DomainError"),
        (math.floor, math.nan, "floor", "ValueError"),
        (round, math.inf, "round", "OverflowError"),
    ],
)
def test_an_error_that_an_operation_raises_is_guarded(
    f: Callable[[Any], Any], value: float, op: str, error: str
) -> None:
    for x in (on_a_tape(value, leaf=True), on_a_tape(value)):
        with pytest.raises((ArithmeticError, ValueError)):
            f(x)
        (guard,) = x.tape.guards
        assert isinstance(guard, Raised)
        assert (guard.op, guard.error) == (op, error)
        if error != "DomainError":  # of floats, Python makes a complex number
            with pytest.raises((ArithmeticError, ValueError)):
                f(value)


# Comparisons are those of floats


OTHERS: list[Any] = [
    0.1, 1, True, -0.0, math.inf, -math.inf, math.nan, 10**400, -(10**400), 2**53 + 1,
    Fraction(1, 10), Fraction(-1, 3), Fraction(10**400), Decimal("0.1"), Decimal("1e-400"),
    Decimal("Infinity"), Decimal(1) / 3, 1 + 0j, 1j, "1.0", None, [1.0],
]  # fmt: skip
VALUES = [0.1, math.nextafter(0.1, 0), math.nextafter(0.1, 1), 1.0, 0.0, -0.0, 2.0**53, 2.0**53 + 2,
          1.7976931348623157e308, math.inf, -math.inf, math.nan, -1 / 3, 1 / 3, 5e-324]  # fmt: skip
COMPARE = [operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne]
SIGNS = dict(zip("< <= > >= == !=".split(), COMPARE, strict=True))


def outcome(f: Callable[[Any, Any], Any], a: Any, b: Any) -> Any:
    try:
        return f(a, b)
    except (TypeError, ArithmeticError) as error:
        return type(error).__name__


def holds(guard: Any, value: float) -> bool:
    """Whether a guard on one node holds where the node has this value."""
    right = value if type(guard.right) is int else guard.right
    return bool(SIGNS[guard.test](value, right) == guard.outcome)


@pytest.mark.parametrize("other", OTHERS, ids=repr)
@pytest.mark.parametrize("compare", COMPARE)
def test_a_comparison_comes_out_as_for_floats_and_so_does_its_guard(
    compare: Callable[[Any, Any], Any], other: Any
) -> None:
    for value in VALUES:
        for flip in (False, True):
            x = on_a_tape(value)
            pair, floats = ((other, x), (other, value)) if flip else ((x, other), (value, other))
            found = outcome(compare, *pair)
            assert found == outcome(compare, *floats)
            assert x.tape.escaped is None
            guards = x.tape.guards
            if not guards:  # then it comes out so for all floats
                swapped = [(other, v) if flip else (v, other) for v in VALUES]
                assert {outcome(compare, *each) for each in swapped} == {found}
                continue
            for v in VALUES:
                held = all(holds(guard, v) for guard in guards)
                again = outcome(compare, *((other, v) if flip else (v, other)))
                assert held == (again == found)


def test_a_number_of_an_unknown_kind_is_compared_as_it_wishes_and_noted() -> None:
    class Odd(float):
        def __gt__(self, other: object) -> bool:
            return True

    x = on_a_tape(100.0)
    assert x < Odd(1.0)
    assert x.tape.guards == []
    assert x.tape.escaped is not None
    assert "Odd" in x.tape.escaped.what


# Growth


def test_comparisons_of_what_is_on_no_tape_leave_nothing() -> None:
    x, y = Node(3.0), Node(4.0)
    for k in range(1000):
        assert x < y
        assert (x > k) == (k < 3)
    assert x.tape.cells is None
    assert not x.tape.guards


def test_a_comparison_that_is_made_again_leaves_one_guard() -> None:
    x = on_a_tape()
    for _ in range(1000):
        assert x > 2
        with pytest.raises(ZeroDivisionError):
            x / 0.0
    assert len(x.tape.guards) == 2
    x * 2  # something is written
    assert x > 2
    assert len(x.tape.guards) == 3


def test_a_leaf_of_value_and_grad_that_is_kept_does_not_grow_its_tape() -> None:
    kept: list[Node] = []

    def f(x: Any) -> Any:
        kept.append(x)
        return x * x

    assert value_and_grad(f)(3.0) == (9.0, 6.0)
    sizes = set()
    for _ in range(100):
        y = kept[0] * 2
        sizes.add(len(y.tape))
        assert y.value == 6.0
    assert sizes == {2}


def test_after_a_backward_that_failed_the_leaves_are_let_go() -> None:
    x = Node(0.0)
    sizes = set()
    for _ in range(5):
        y = (x * x) ** 0.5
        sizes.add(len(y.tape))
        with pytest.raises(ArithmeticError):
            y.backward()
    assert sizes == {3}
    assert x.grad == 0.0
