"""The map, the curves and the controls of the Lab: what follows when something is moved."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab, lecture_points, mean_distance

BOWL = "def loss(x=1.0, y=-2.0):\n    return x ** 2 + 3 * y ** 2"
THREE = "def loss(a=1.0, b=2.0, c=3.0):\n    return a ** 2 + b ** 2 + c ** 2"


@pytest.fixture
def wide(wide_lab: Lab) -> Lab:
    return wide_lab


def seen(lab: Lab, test_id: str) -> float:
    return float(lab.at(test_id).get_attribute("data-value") or "nan")


def start_of(lab: Lab) -> tuple[float, float]:
    settings: list[float] = lab.page.evaluate(
        "document.querySelector('lab-page').session.state.settings.start")
    return settings[0], settings[1]


def drag_start(lab: Lab, dx: float, dy: float) -> None:
    """Press on the start and move it, without letting go."""
    lab.at("map").scroll_into_view_if_needed()
    box = lab.at("start").locator("circle").nth(1).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + dx, y + dy, steps=6)


@pytest.mark.own_code
def test_figures_and_graph_follow_the_start_while_it_is_dragged_and_after(wide: Lab) -> None:
    # The large figures follow the start while it is dragged.
    wide.run(BOWL)
    drag_start(wide, 40, -30)
    x, y = start_of(wide)
    assert (x, y) != (1.0, -2.0)
    eventually(lambda: abs(seen(wide, "loss") - (x * x + 3 * y * y)) < 1e-9, 60, "the loss follows")
    assert seen(wide, "gradient-x") == pytest.approx(2 * x, rel=1e-12)
    assert seen(wide, "gradient-y") == pytest.approx(6 * y, rel=1e-12)
    wide.page.mouse.up()

    # The graphs numbers follow the start.
    drag_start(wide, 40, -30)
    wide.page.mouse.up()
    wide.until_ready()
    x, y = start_of(wide)
    values = wide.page.evaluate(
        "document.querySelector('lab-page').session.state.result.graph.nodes.map(n => n.value)")
    assert x in values
    assert values[-1] == pytest.approx(x * x + 3 * y * y, rel=1e-12)
    expect(wide.page.locator("result-figures")).not_to_have_class("is-moving")
    assert seen(wide, "numeric-x") == pytest.approx(2 * x, rel=1e-6)


def test_another_start_has_its_closed_form_beside_it(lab: Lab) -> None:
    lab.set("start-x", "0.8")
    lab.until_ready()
    xs, ys = lecture_points()
    assert lab.number("loss") == pytest.approx(mean_distance(0.8, 0.3, xs, ys), rel=1e-12)
    assert lab.number("closed-x") == pytest.approx(lab.number("gradient-x"), rel=1e-12)


@pytest.mark.own_code
def test_code_with_other_defaults_starts_at_them(lab: Lab) -> None:
    lab.run("def loss(x=1.0, y=0.3):\n    return x * x + y")
    lab.set("start-x", "0.8")
    lab.run(BOWL)
    assert lab.number("loss") == 13.0
    assert lab.number("gradient-y") == -12.0


@pytest.mark.own_code
def test_a_start_without_a_gradient_says_why_in_place_of_numbers(lab: Lab) -> None:
    lab.run("from py_engine import sqrt\ndef loss(x=1.0, y=1.0):\n    return sqrt(x * x + y * y)")
    lab.set("start-x", "0")
    lab.set("start-y", "0")
    expect(lab.page.locator("result-figures .is-problem")).to_contain_text("sqrt")
    lab.set("start-x", "3")
    eventually(lambda: lab.at("loss").count() == 1 and seen(lab, "loss") == 3.0, 60, "a loss again")


def test_the_curves_show_loss_gradient_norm_and_each_parameter(lab: Lab) -> None:
    lab.at("tab-curve").click()
    titles = lab.at("curve").locator(".curve-title")
    expect(titles).to_have_text(["loss", "gradient norm", "parameters"])
    assert sorted(lab.at("curve").locator(".curve-name").all_text_contents()) == ["x", "y"]
    lab.at("log-scale").check()
    # The gradient norm falls over nine decades, which are then marked.
    expect(lab.at("curve").locator(".curve-panel").nth(1)).to_contain_text("10⁻")
    expect(lab.at("curve").locator(".curve-line")).to_have_count(4)


@pytest.mark.own_code
def test_scrubbing_moves_the_point_on_the_path_and_shows_its_numbers(lab: Lab) -> None:
    lab.run(BOWL)
    expect(lab.at("map-step")).to_have_count(0)
    lab.at("scrub").fill("1")
    eventually(lambda: lab.at("map-step").count() == 1, 60, "the step is marked on the map")
    at_first = lab.at("map-step").bounding_box()
    # One step of rate 0.1 from (1, -2): x = 1 - 0.1 * 2, y = -2 + 0.1 * 12.
    expect(lab.at("at-step")).to_contain_text("2.5600")
    expect(lab.at("at-step")).to_contain_text("−0.8000")
    lab.at("scrub").fill("3")
    eventually(lambda: lab.at("map-step").bounding_box() != at_first, 60, "it moves on")


@pytest.mark.own_code
def test_the_step_is_one_on_the_map_and_on_the_curves(wide: Lab) -> None:
    wide.run(BOWL)
    wide.at("tab-curve").click()
    wide.at("curve").hover(position={"x": 200, "y": 60})
    expect(wide.at("curve").locator(".curve-cursor")).to_have_count(1)
    step = wide.at("scrub").input_value()
    assert 0 < int(step) < 100
    wide.at("scrub").fill("7")
    wide.at("tab-map").click()
    expect(wide.at("map-step")).to_have_count(1)


@pytest.mark.own_code
def test_with_live_off_settings_wait_for_descend(lab: Lab) -> None:
    lab.run(BOWL)
    before = lab.number("optimum-x")
    state = "document.querySelector('lab-page').session.state"
    lab.page.evaluate(f"void (globalThis.descent = {state}.descent)")
    lab.at("live").uncheck()
    lab.set("steps", "3")
    lab.set("start-x", "0.9")
    assert lab.page.evaluate(f"!{state}.busy && {state}.descent === descent")
    lab.until_ready()
    assert lab.number("optimum-x") == before
    lab.at("descend").click()
    eventually(lambda: seen(lab, "optimum-x") != before, 60, "the descent is run")
    lab.until_ready()
    assert lab.page.evaluate(f"{state}.descent.path.count") == 4  # the start, and three steps
    lab.at("live").check()
    expect(lab.at("descend")).to_have_count(0)


def test_batches_of_the_data_can_be_chosen_with_their_seed(lab: Lab) -> None:
    whole = lab.number("optimum-x")
    lab.set("batch", "4")
    eventually(lambda: seen(lab, "optimum-x") != whole, 60, "batches are used")
    lab.until_ready()
    first = lab.number("optimum-x")
    lab.set("seed", "2")
    eventually(lambda: seen(lab, "optimum-x") != first, 60, "other batches are used")
    lab.set("seed", "1")
    eventually(lambda: seen(lab, "optimum-x") == first, 60, "the same batches again")
    lab.set("batch", "all")
    eventually(lambda: seen(lab, "optimum-x") == whole, 60, "all data again")


def test_batches_that_cannot_be_are_refused_beside_the_controls(lab: Lab) -> None:
    lab.set("batch", "2000")
    expect(lab.at("descent-problem")).to_contain_text("out of 1000")
    lab.set("batch", "some")
    expect(lab.page.locator(".field-problem")).to_contain_text("whole number")
    lab.set("batch", "all")
    expect(lab.at("descent-problem")).to_have_count(0)
    lab.run(BOWL)
    lab.set("batch", "2")
    expect(lab.at("descent-problem")).to_contain_text("no mean over lists")


@pytest.mark.own_code
def test_a_divergence_is_told_with_the_way_out(lab: Lab) -> None:
    lab.run("def loss(x=1.0, y=1.0):\n    return 10 * x ** 2 + y ** 2")
    lab.set("rate", "0.15")
    told = re.compile(r"Step \d+: the loss grew 10[⁰¹²³⁴⁵⁶⁷⁸⁹]+ times")
    expect(lab.at("divergence")).to_contain_text(told)
    lab.at("halve").click()
    eventually(lambda: lab.at("divergence").count() == 0, 60, "half the rate converges")
    assert lab.at("rate").input_value() == "0.075"


@pytest.mark.own_code
def test_two_of_several_parameters_are_chosen_and_the_others_held(lab: Lab) -> None:
    lab.run(THREE)
    lab.at("axis-y").select_option("2")
    terrain = "document.querySelector('lab-page').session.state.terrain?.args"
    eventually(lambda: (lab.page.evaluate(terrain) or {}).get("y") == 2, 60, "the third is shown")
    assert lab.page.evaluate(terrain)["held"][1] == 2.0


def named_levels(lab: Lab) -> list[str]:
    """The numbers of the legend, once there are some."""
    ticks = lab.texts(".key-ramp text")
    return ticks if len(ticks) >= 3 else []


@pytest.mark.own_code
def test_the_bowl_has_a_legend_an_end_and_real_minus_signs(lab: Lab) -> None:
    # The legend names levels and the lowest end is marked.
    lab.run(BOWL)
    expect(lab.at("best")).to_have_count(1)
    ticks = eventually(lambda: named_levels(lab), 60, "the landscape is drawn")
    levels = [float(tick) for tick in ticks[1:]]  # the lowest may be a power of ten
    assert levels == sorted(levels)
    assert levels[-1] > 13.0  # the start lies below the highest level

    # A number below zero has a real minus.
    shown = lab.texts("result-figures .number, step-scrubber .number")
    assert any("−" in text for text in shown)
    assert not any("-" in text for text in shown)


# Landscapes that take a while to draw: when each was drawn, and for how long that took.
PACED = """async () => {
  const map = document.querySelector('landscape-map');
  const before = map.terrain;
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  const [width, height] = [150, 96];
  const put = async (whole, at) => {
    const all = Array.from({ length: width * height }, (_, k) => k);
    const values = Float64Array.from(all, (k) => at(k % width, Math.floor(k / width)));
    map.terrain = { args: before.args, landscape: { width, height, values }, whole };
    await map.updateComplete;
    return map.drawn.of === map.terrain;
  };
  const drawn = [];
  for (let k = 0; drawn.length < 3; k += 1) {
    const began = performance.now();
    const hills = await put(false, (x, y) => Math.sin(x / 8 + k) * Math.cos(y / 8));
    await frame();
    if (hills) for (const shown = performance.now(); performance.now() - shown < 100;);
    await frame();
    if (hills) drawn.push({ began, busy: performance.now() - began - 34 });
  }
  const ragged = await put(false, Math.random);
  const whole = await put(true, (x, y) => (x + y) % 2);
  map.terrain = before;
  await map.updateComplete;
  return { drawn, ragged, whole };
}"""


@pytest.mark.long  # it waits for what it measures; the rule itself is tested without a browser
def test_landscapes_on_their_way_take_a_fifth_of_the_time_with_the_drawing(wide: Lab) -> None:
    found = wide.page.evaluate(PACED)
    drawn = found["drawn"]
    pauses = [(later["began"] - one["began"], one["busy"])
              for one, later in zip(drawn, drawn[1:], strict=False)]
    assert all(pause > 4 * busy for pause, busy in pauses), pauses
    assert (found["ragged"], found["whole"]) == (False, True)
