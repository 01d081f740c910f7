"""A learner's loss is compiled, and runs as WebAssembly in the sandbox."""

from __future__ import annotations

import math
import random

import pytest
from playwright.sync_api import Page

from py_engine.gradients import flat_value_and_grad

LECTURE = """
import random
from py_engine import mean, sqrt
r = random.Random(5)
xs = [r.uniform(0, 1) for _ in range(1000)]
ys = [r.uniform(0, 1) for _ in range(1000)]
def loss(x=0.3, y=0.3):
    return mean(sqrt((x_i - x) ** 2 + (y_i - y) ** 2) for x_i, y_i in zip(xs, ys))
"""
FUNCTIONS = """
from py_engine import erf, exp, sin
def loss(x=0.7, y=-1.3):
    return sum(erf(x * k / 10) + exp(y) * sin(x) - (x % 0.4) for k in range(40))
"""


def run(page: Page, code: str) -> dict:
    return page.evaluate("code => client.call('run', { code })", code)


def test_the_lectures_loss_is_compiled(python: Page) -> None:
    page = python
    result = run(page, LECTURE)
    explanation = page.evaluate("client.call('explain', {})")
    assert explanation["reason"] is None
    assert 100 < explanation["wasmBytes"] < 2000
    assert result["loss"] == pytest.approx(0.443052824475648, rel=1e-12)


def test_compiled_values_agree_with_the_closed_form_all_over_the_plane(python: Page) -> None:
    page = python
    run(page, LECTURE)
    r = random.Random(5)
    xs = [r.uniform(0, 1) for _ in range(1000)]
    ys = [r.uniform(0, 1) for _ in range(1000)]
    for x, y in [(0.0, 0.0), (0.5, 0.5), (-3.25, 7.5), (1e6, -1e-6)]:
        answer = page.evaluate("point => client.call('evaluate', { point })", [x, y])
        distances = [math.hypot(a - x, b - y) for a, b in zip(xs, ys, strict=True)]
        slope = -sum((a - x) / d for a, d in zip(xs, distances, strict=True)) / 1000
        assert answer["loss"] == pytest.approx(sum(distances) / 1000, rel=1e-12)
        assert answer["gradient"][0] == pytest.approx(slope, rel=1e-9)


def test_functions_that_webassembly_lacks_come_from_the_host(python: Page) -> None:
    page = python
    run(page, FUNCTIONS)
    names: dict = {}
    exec(FUNCTIONS, names)
    for point in [(0.7, -1.3), (-2.1, 0.4)]:
        answer = page.evaluate("point => client.call('evaluate', { point })", list(point))
        value, gradient = flat_value_and_grad(names["loss"])(*point)
        assert answer["loss"] == pytest.approx(value, rel=1e-12)
        assert answer["gradient"] == pytest.approx(list(gradient), rel=1e-12)


def test_a_loss_and_gradients_that_are_whole_numbers_stay_floats(python: Page) -> None:
    page = python
    printed = page.evaluate("""async () => {
      const code = `
from py_engine import mean
def loss(x=3.0, y=0.0):
    return mean(x * x + 0 * y + k for k in [-1.0, 1.0] * 50)
`;
      await client.call('run', { code });
      const { value } = await collect('evaluate', { point: [2, 0] });
      return [value.loss, value.gradient];
    }""")
    assert printed == [4, [4, 0]]


NO_PYTHON = """
from classroom.study import Study
def broken(self, point):
    raise RuntimeError("Python was asked")
Study.evaluate = broken
"""
BRANCH = """
from py_engine import sqrt
def loss(x=2.0, y=1.0):
    return sqrt(x) + y * y if x > 1 else sqrt(x) * y
"""
EVALUATE = "point => collect('evaluate', { point })"


def test_evaluations_are_answered_without_python_by_the_compiled_loss(python: Page) -> None:
    page = python
    run(page, LECTURE + NO_PYTHON)
    names: dict = {}
    exec(LECTURE, names)
    for point in [(0.3, 0.3), (-1.5, 2.25), (1e6, -1e-6)]:
        answer = page.evaluate(EVALUATE, list(point))["value"]
        value, gradient = flat_value_and_grad(names["loss"])(*point)
        assert answer["loss"] == pytest.approx(value, rel=1e-12)
        assert answer["gradient"] == pytest.approx(list(gradient), rel=1e-12)


def test_python_answers_where_a_guard_fails_or_there_is_no_number(python: Page) -> None:
    page = python
    run(page, BRANCH)
    assert page.evaluate(EVALUATE, [4.0, 3.0])["value"] == {"loss": 11, "gradient": [0.25, 6]}
    assert page.evaluate(EVALUATE, [0.25, 3.0])["value"] == {"loss": 1.5, "gradient": [3, 0.5]}
    error = page.evaluate(EVALUATE, [0.0, 3.0])["error"]
    assert error["data"]["type"] == "GradientError"
    assert error["data"]["line"] == 4


def test_an_evaluation_is_of_the_loss_that_was_run_before_it(python: Page) -> None:
    page = python
    run(page, "def loss(x=1.0):\n    return x * x * x + x")
    answers = page.evaluate("""async () => {
      const first = client.call('evaluate', { point: [2] });
      const ran = client.call('run', { code: 'def loss(x=1.0):\\n    return x * x - x' });
      const second = client.call('evaluate', { point: [3] });
      await ran;
      return [(await first).loss, (await second).loss];
    }""")
    assert answers == [10, 6]


def test_nothing_comes_between_the_first_numbers_of_a_run_and_its_end(python: Page) -> None:
    page = python
    ended = page.evaluate("""async () => {
      const ended = [];
      const call = (name, method, args) => client.call(method, args).then((value) => {
        ended.push([name, value.loss ?? null]);
      });
      await Promise.all([
        call('cube', 'run', { code: 'def loss(x=2.0):\\n    return x ** 3' }),
        call('of the cube', 'evaluate', { point: [3] }),
        call('square', 'run', { code: 'def loss(x=2.0):\\n    return x ** 2' }),
        call('of the square', 'evaluate', { point: [3] }),
      ]);
      return ended;
    }""")
    assert ended == [["cube", 8], ["of the cube", 27], ["square", 4], ["of the square", 9]]


def test_evaluations_are_answered_while_a_descent_streams(python: Page) -> None:
    page = python
    run(page, LECTURE + NO_PYTHON)
    answered, steps = page.evaluate("""async () => {
      let over = false, answered = 0;
      const descent = client.call('descend', {
        start: [5, 5], optimizer: 'gradient descent', rate: 0.001, steps: 20000,
      });
      descent.then(() => { over = true; });
      await client.call('evaluate', { point: [0.3, 0.3] });
      while (!over) {
        const { loss } = await client.call('evaluate', { point: [0.3, 0.3 + answered / 1e6] });
        if (Number.isFinite(loss) && !over) answered += 1;
      }
      return [answered, (await descent).steps];
    }""")
    assert steps > 1000
    assert answered >= 3
