"""Rolling: what repeats is found, exactly, and kept once; tracing: whose line and name it is."""

from __future__ import annotations

from typing import Any

import pytest
import wasmtime

from py_engine import Node, exp, mean, sin, sqrt, tanh, value_and_grad
from py_engine.jit import jit
from py_engine.jit.links import link
from py_engine.jit.program import Program, prune
from py_engine.jit.roll import Loop, Step, loops_of, roll, walk
from py_engine.jit.trace import trace
from py_engine.jit.wasm_module import signed, unsigned
from tests.unit.jit.test_jit import instantiate, lecture
from tests.unit.jit.unroll import assert_same_program

DATA = [0.1 * k * k - 0.7 for k in range(12)]


def counts(loss: Any, point: tuple[float, ...]) -> list[tuple[int, int]]:
    """(count, steps in the body itself) of each loop."""
    fast = jit(loss)
    fast(*point)
    assert fast.linked is not None
    return [
        (loop.count, sum(isinstance(item, Step) for item in loop.body))
        for loop in loops_of(fast.linked.rolled.block)
    ]


def test_a_mean_over_points_is_one_loop_of_one_point() -> None:
    assert counts(lecture(1000), (0.3, 0.3)) == [(1000, 7)]


def test_two_means_one_after_the_other_are_two_loops() -> None:
    def loss(x: Any) -> Any:
        return mean((a - x) ** 2 for a in DATA) + mean(exp(-a * x) * x for a in DATA)

    assert counts(loss, (0.3,)) == [(12, 3), (12, 4)]


def test_a_mean_inside_a_mean_is_a_loop_inside_a_loop() -> None:
    def loss(x: Any) -> Any:
        return mean(mean(sin(a * x) * b for b in (1.0, 2.0, 4.0, 8.0)) ** 2 for a in DATA)

    assert counts(loss, (0.3,)) == [(12, 3), (4, 4)]


def test_a_network_rolls_over_samples_and_units() -> None:
    width = 6

    def loss(*w: Any) -> Any:
        def predict(a: float) -> Any:
            hidden = [tanh(w[2 * u] * a + w[2 * u + 1]) for u in range(width)]
            return sum(v * h for v, h in zip(w[2 * width :], hidden, strict=True))

        return mean((predict(a) - a * a) ** 2 for a in DATA)

    found = counts(loss, tuple(0.1 * k for k in range(3 * width)))
    assert found[0][0] == len(DATA)
    assert (width, 5) in found  # the units, with the sum over them


def test_a_list_that_is_used_twice_is_computed_once() -> None:
    def loss(x: Any) -> Any:
        distances = [sqrt((a - x) ** 2 + 0.1) for a in DATA]
        middle = mean(distances)
        return mean((d - middle) ** 2 for d in distances)

    assert counts(loss, (0.3,)) == [(12, 5), (12, 3)]


def test_a_repetition_of_three_is_enough() -> None:
    assert counts(lecture(3), (0.3, 0.3)) == [(3, 7)]


def test_what_repeats_with_other_operands_stays_apart() -> None:
    program = Program.of(("x", "y"))
    last = 0
    for k in range(20):
        last = program.add("mul", last, (0, 1, 1, 0, 1)[k * k % 5])
    program.output = last
    assert [type(item) for item in roll(program).block if isinstance(item, Loop)] == []


@pytest.mark.parametrize("begin", [
    lambda x, y: (x, x), lambda x, y: (y, x), lambda x, y: (sin(x), sin(y)),
    lambda x, y: (x, sin(sin(y))), lambda x, y: (sin(x) * y, x),
])
@pytest.mark.parametrize("follow", [
    lambda a, b: a + b, lambda a, b: b + a, lambda a, b: sin(a + b), lambda a, b: sin(a) * b,
    lambda a, b: b * sin(a * 0.5) + 1.0,
])
def test_what_looks_back_two_repetitions_is_exact(begin: Any, follow: Any) -> None:
    def loss(x: Any, y: Any) -> Any:
        a, b = begin(x, y)
        for _ in range(12):
            a, b = b, follow(a, b)
        return b

    program = trace(loss, (0.3, 0.4))
    for depth in (8, 1, 0):
        assert_same_program(roll(program, depth))
    fast, eager = jit(loss), value_and_grad(loss)
    (value, gradient), (expected, slopes) = fast(0.5, 0.7), eager(0.5, 0.7)
    assert (value, *gradient) == pytest.approx((expected, *slopes), rel=1e-13)
    assert fast.how == "python"


def test_every_step_of_a_rolled_program_is_one_of_the_program_s() -> None:
    program = trace(lecture(50), (0.3, 0.3))
    linked = link(roll(program))
    seen = set()
    for step in walk(linked.rolled.block):
        (count,) = [loop.count for loop in linked.paths[step]] or [1]
        for k in range(count):
            position = linked.position(step, [k])
            assert position is not None
            assert program.ops[position] == step.op
            seen.add(position)
    assert seen == set(range(2, len(program.ops)))


def test_operations_without_use_are_pruned() -> None:
    program = Program.of(("x",))
    used = program.add("sin", 0)
    program.add("cos", 0)
    program.output = program.add("mul", used, 2.0)
    assert prune(program).ops == ["input", "sin", "mul"]


SOURCE = """
def helper(a, x):
    difference = a - x
    return difference ** 2

def loss(x, y):
    total = 0.0
    for a_i in data:
        term = helper(a_i, x)
        total = total + term * y
    result = total / 3.0
    return result
"""


def annotated() -> Program:
    space: dict[str, Any] = {"data": [0.5, 0.25, 0.75]}
    exec(compile(SOURCE, "learner.py", "exec"), space)
    return trace(space["loss"], (0.3, 2.0), annotate=True)


def test_operations_know_the_learner_s_lines_and_names() -> None:
    program = annotated()
    lines = [program.lines[k] for k in range(2, len(program.ops))]
    assert lines == [3, 4, 10, 10] * 3 + [11]
    assert [program.labels.get(k) for k in range(2, 7)] == [
        "difference", "term", None, "total", "difference"
    ]
    assert program.labels[program.output] == "result"


JOINED = """
def loss(x, y):
    first = x * y
    double = first + first
    outside = w * w * w * w * w
    joined = double * outside
    return joined - y
"""


def test_lines_and_names_go_along_where_a_tape_moves_onto_a_longer_one() -> None:
    space: dict[str, Any] = {"w": Node(3.0)}
    exec(compile(JOINED, "learner.py", "exec"), space)
    program = trace(space["loss"], (0.3, 2.0), annotate=True)
    seen = [(op, program.lines.get(k), program.labels.get(k)) for k, op in enumerate(program.ops)]
    assert seen[-4:] == [
        ("mul", 3, "first"), ("add", 4, "double"), ("mul", 6, "joined"), ("sub", 7, None)
    ]


def test_constants_know_the_learner_s_names() -> None:
    program = annotated()
    assert program.constant_labels[2, 0] == "a"


def test_the_source_uses_the_learner_s_names() -> None:
    space: dict[str, Any] = {"data": [0.5, 0.25, 0.75, 0.1]}
    exec(compile(SOURCE, "learner.py", "exec"), space)
    source = jit(space["loss"], annotate=True).prepare((0.3, 2.0)).source  # type: ignore[union-attr]
    assert "difference = " in source
    assert "total += " in source


def test_the_text_of_a_module_is_the_module() -> None:
    fast = jit(lecture(10), instantiate)
    fast.prepare((0.3, 0.3))
    assert fast.wat is not None
    assert fast.wasm is not None
    again = wasmtime.wat2wasm(fast.wat)
    store = wasmtime.Store()
    exports = [export.name for export in wasmtime.Module(store.engine, again).exports]
    assert exports == ["memory", "value", "value_and_gradient", "gradient", "status", "batch"]
    assert len(fast.wasm) < 1200


def test_a_module_tells_its_host_what_it_needs() -> None:
    def loss(x: Any, y: Any) -> Any:
        return mean(exp(a * x) - sin(y) for a in DATA)

    fast = jit(loss, instantiate)
    fast.prepare((0.1, 0.2))
    abi = fast.abi()
    assert abi is not None
    assert abi["imports"] == ["cos", "exp", "sin"]
    assert abi["parameters"] == ["x", "y"]
    assert abi["scratch"] >= abi["columns"] + 8 * len(DATA)
    assert fast.code is not None
    assert list(fast.code.columns) == DATA


def test_numbers_in_modules_are_leb128() -> None:
    assert unsigned(624485) == bytes([0xE5, 0x8E, 0x26])
    assert signed(-123456) == bytes([0xC0, 0xBB, 0x78])
    assert signed(64) == bytes([0xC0, 0x00])
