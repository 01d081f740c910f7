"""What the Lab shows is true: at losses where compilers go wrong, and where something is wrong."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.conftest import Watch
from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab
from tests.e2e.warm import QUIET_PAGE
from tests.truths import CASES, Case
from tests.unit.classroom.test_classroom_engine import ENGINE
from tests.unit.classroom.test_classroom_witness import ENGINES
from tests.unit.classroom.test_classroom_witness import LOSS as REUSED

# The table's rows, the map's samples and the descent's steps, as the page has them.
SHOWN = """() => {
  const { state } = document.querySelector('lab-page').session;
  const { result, here, witness, terrain, descent } = state;
  const { path } = descent ?? { path: null };
  const known = (values) => Array.from(values, (value) => (Number.isNaN(value) ? null : value));
  return {
    problem: here?.problem?.type ?? null,
    loss: result.loss,
    gradient: result.parameters.map((p) => p.gradient),
    rows: result.traversal.map((row) => [row.node, row.value, row.gradient]),
    output: result.graph.nodes.find((node) => node.output).id,
    verdicts: witness?.checks.map((check) => check.verdict) ?? null,
    remarks: witness?.remarks ?? null,
    land: terrain && terrain.whole && { ...terrain.args, ...terrain.landscape,
      values: known(terrain.landscape.values) }, // on a busy machine coarser than was asked for
    path: path && {
      points: [...path.points].slice(0, path.count * path.dimensions),
      losses: [...path.losses].slice(0, path.count),
    },
  };
}"""
START = """(start) => {
  document.querySelector('lab-page').session.configure({ start, steps: 20, rate: 0.01 });
}"""
COLOUR = "(element) => getComputedStyle(element).color"
RESTED = """() => {
  const { state } = document.querySelector('lab-page').session;
  return !state.busy && !state.exploring && (state.here === null || 'problem' in state.here);
}"""


def floats(code: str) -> Callable[..., float]:
    """The loss of a code on plain floats: nan where it raises."""
    names: dict[str, Any] = {}
    exec(code, names)

    def loss(*point: float) -> float:
        try:
            return float(names["loss"](*point))
        except (ArithmeticError, ValueError, TypeError):  # a complex number is none
            return math.nan

    return loss


def shown_at(lab: Lab, point: tuple[float, ...]) -> dict[str, Any]:
    """Put the start there, and give what is shown once everything has come to rest."""
    lab.page.evaluate(START, list(point))

    def at_rest() -> bool:
        state = "document.querySelector('lab-page').session.state"
        there = lab.page.evaluate(
            f"point => ({state}.here?.point ?? {state}.result.parameters.map((p) => p.value))"
            ".every((value, k) => value === point[k])", list(point))
        return bool(there and lab.page.evaluate(RESTED))

    eventually(at_rest, 60, f"the Lab shows {point}")
    shown: dict[str, Any] = lab.page.evaluate(SHOWN)
    return shown


@pytest.mark.own_code
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_is_shown_of_a_loss_is_right(wide_lab: Lab, case: Case) -> None:
    lab, loss = wide_lab, floats(case.code)
    lab.run(case.code)
    for truth in case.truths:
        shown = shown_at(lab, truth.at)
        if truth.raises:
            assert shown["problem"] in (truth.raises, "DomainError")
            continue
        assert shown["loss"] == pytest.approx(truth.loss, rel=1e-12, abs=1e-15)
        assert shown["gradient"] == pytest.approx(list(truth.gradient), rel=1e-8, abs=1e-9)
        rows = {name: value for name, value, _ in shown["rows"]}
        assert rows[shown["output"]] == shown["loss"]
        assert set(shown["verdicts"]) <= {"agrees", "kink", "jump"}
        assert all(remark["kind"] == "note" for remark in shown["remarks"])
        hold_path(shown["path"], loss, len(truth.at))
    hold_land(lab.page.evaluate(SHOWN)["land"], loss)
    expect(lab.page.locator(".error-card")).to_have_count(0)


def hold_path(path: dict[str, Any], loss: Callable[..., float], width: int) -> None:
    points, losses = path["points"], path["losses"]
    assert losses
    for k, value in enumerate(losses):
        right = loss(*points[k * width:(k + 1) * width])
        assert value == pytest.approx(right, rel=1e-10, abs=1e-13)


def hold_land(land: dict[str, Any], loss: Callable[..., float]) -> None:
    """Some samples of the map, spread over all of it."""
    width, height = land["width"], land["height"]
    (left, right), y = land["xRange"], land["yRange"]
    for cell in range(0, width * height, max(1, width * height // 97)):
        row, column = divmod(cell, width)
        point = list(land["held"])
        point[land["x"]] = left + (right - left) * column / (width - 1)
        if y is not None:
            point[land["y"]] = y[0] + (y[1] - y[0]) * row / (height - 1)
        expected, value = loss(*point), land["values"][cell]
        if value is None:
            assert math.isnan(expected), point
        else:
            assert value == pytest.approx(expected, rel=1e-9, abs=1e-12), point


# As a tab that writes, and tells the others.
CHOOSE = """async (source) => {
  const name = `autograd-from-scratch ${new URL('.', document.baseURI).pathname}`;
  const value = { source, step: null, edited: true, chosen: true, at: 1, from: '', carried: [],
    earlier: [] };
  const writing = await new Promise((resolve) => {
    const opening = indexedDB.open(name);
    opening.onsuccess = () => resolve(opening.result.transaction('values', 'readwrite'));
  });
  const values = writing.objectStore('values');
  if (source === null) values.delete('engine');
  else values.put({ key: 'engine', value, stamp: 'chosen' });
  await new Promise((resolve) => (writing.oncomplete = resolve));
  writing.db.close();
  new BroadcastChannel(name).postMessage({ keys: ['engine'], journal: false });
}"""


@contextlib.contextmanager
def engine_of_the_student(lab: Lab, source: str) -> Iterator[None]:
    """Have an engine of the student's in place of ours, which another tab chooses and drops."""
    note = lab.at("engine-note")
    other = lab.page.context.new_page()
    other.goto(lab.page.url.split("#")[0] + QUIET_PAGE)
    other.evaluate(CHOOSE, source)
    expect(note).to_be_visible()
    yield
    other.evaluate(CHOOSE, None)
    expect(note).to_have_count(0)


@pytest.mark.own_code
def test_an_engine_that_goes_back_in_the_wrong_order_is_told_of_it(lab: Lab) -> None:
    engine = ENGINE
    for right, wrong in ENGINES["in the wrong order"]:
        engine = engine.replace(right, wrong)
    with engine_of_the_student(lab, engine):
        lab.run(REUSED)
        hold_contradiction(lab)


def hold_contradiction(lab: Lab) -> None:
    page = lab.page
    remark = page.locator(".error-card")
    expect(remark).to_contain_text("By your engine the gradient by x is")
    expect(remark).to_contain_text("and the slope of the loss is 544.")
    expect(remark.locator("svg.icon.is-problem")).to_be_visible()
    contradicted = page.locator(".is-contradicted")
    expect(contradicted).to_contain_text("numeric")
    assert contradicted.evaluate(COLOUR) == remark.locator("svg").evaluate(COLOUR)
    box, room = remark.bounding_box(), page.viewport_size
    assert box
    assert room
    assert 0 <= box["x"] < box["x"] + box["width"] <= room["width"]
    remark.get_by_text("Show the node").click()
    selected = "() => document.querySelector('lab-page').session.state.selected"
    assert page.evaluate(selected) == page.evaluate(
        "() => document.querySelector('lab-page').session.state.witness.remarks[0].node")


@pytest.mark.own_code
def test_a_disagreement_goes_and_comes_with_the_point(wide_lab: Lab) -> None:
    lab = wide_lab
    lab.run("from py_engine import primitive\n"
            "odd = primitive(lambda x: x ** 3, lambda x: 3 * abs(x) * x, name='odd')\n"
            "def loss(x=2.0):\n    return odd(x)\n")
    remark = lab.page.locator(".error-card")
    expect(remark).to_have_count(0)
    assert shown_at(lab, (-1.0,))["verdicts"] == ["differs"]
    expect(remark).to_contain_text("In your operation odd the local gradient is −3")
    remark.get_by_text("Go to line 4").click()
    assert shown_at(lab, (1.0,))["verdicts"] == ["agrees"]
    expect(remark).to_have_count(0)


@pytest.mark.own_code
def test_at_a_kink_both_slopes_stand_in_place_of_a_number_that_disagrees(lab: Lab) -> None:
    lab.run("def loss(x=0.0):\n    return abs(x)\n")
    expect(lab.at("kink-x")).to_contain_text("kink −1.0000")
    expect(lab.at("remark")).to_contain_text("a kink here: its slope is −1 on the left and 1 on")
    expect(lab.at("numeric-x")).to_have_count(0)
    shown_at(lab, (0.5,))
    assert lab.number("numeric-x") == pytest.approx(1.0)
    expect(lab.at("remark")).to_have_count(0)


@pytest.mark.own_code
def test_a_random_loss_is_told_as_such_and_nobody_is_blamed(wide_lab: Lab) -> None:
    wide_lab.run("import random\ndef loss(x=2.0):\n    return x * random.random()\n")
    expect(wide_lab.at("remark")).to_contain_text("The loss is random")
    expect(wide_lab.page.locator(".error-card")).to_have_count(0)


BROKEN = """
from py_engine.jit.variant import Variant
both, value = Variant.value_and_gradient, Variant.value
def spoiled(self, point):
    found, gradient = both(self, point)
    return found + 0.5, gradient
Variant.value_and_gradient = spoiled
Variant.value = lambda self, point: value(self, point) + 0.5

def loss(x=3.0, y=1.0):
    return (x - 1) ** 2 + y * y
"""


@pytest.mark.own_code
def test_where_our_compiler_was_wrong_it_is_said_and_all_is_drawn_again(
    wide_lab: Lab, watch: Watch
) -> None:
    lab = wide_lab
    watch.allow("Our compiler was wrong")
    lab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab.run(BROKEN)
    remark = lab.page.locator(".error-card")
    expect(remark).to_contain_text("Our compiler was wrong: at x = 3, y = 1 its code gave the loss")
    eventually(lambda: lab.page.evaluate(RESTED), 60, "all is drawn again")
    shown = lab.page.evaluate(SHOWN)

    def loss(x: float, y: float) -> float:
        return (x - 1) ** 2 + y * y

    hold_path(shown["path"], loss, 2)
    hold_land(shown["land"], loss)
    lab.at("copy-report").click()
    expect(remark).to_contain_text("It is copied")
    report = lab.page.evaluate("() => navigator.clipboard.readText()")
    expect(remark.locator("button")).to_have_text(["Copy a report"])
    for part in ("gave the loss as 5.5, and it is 5", BROKEN.strip(), "at x = 3.0, y = 1.0"):
        assert part in report
    assert watch.faults, "a visitor's console would not show it"
