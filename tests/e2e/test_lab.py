"""What a person can do in the Lab, sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests.conftest import Watch
from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab, lecture_points, mean_distance, weiszfeld
from tests.e2e.warm import link_to

EXAMPLES = Path(__file__).resolve().parents[2] / "web" / "app" / "model" / "examples"
LECTURE = (EXAMPLES / "nearest_point.py").read_text(encoding="utf-8")

AT_ONE_POINT = (0.5472122517293468, -0.5900849147094943, -0.8073411877467226)
AT_1000_POINTS = (0.443052824475648, -0.3277744397151291, -0.336282174741702)


def least_loss() -> float:
    xs, ys = lecture_points()
    return mean_distance(*weiszfeld(xs, ys), xs, ys)


def test_the_lab_opens_with_the_lectures_problem_already_run(lab: Lab) -> None:
    assert lab.code == LECTURE
    loss, in_x, in_y = AT_1000_POINTS
    assert lab.number("loss") == pytest.approx(loss, rel=1e-12)
    assert lab.number("gradient-x") == pytest.approx(in_x, rel=1e-12)
    assert lab.number("gradient-y") == pytest.approx(in_y, rel=1e-12)


CALLS = """() => {
  const calls = globalThis.calls = [];
  const { postMessage } = MessagePort.prototype;
  calls.end = () => void (MessagePort.prototype.postMessage = postMessage, delete globalThis.calls);
  MessagePort.prototype.postMessage = function (message, ...more) {
    if (message?.kind === 'call') calls.push(message.method);
    return postMessage.call(this, message, ...more);
  };
}"""
SHOWN = """() => ['result-figures', 'graph-hero', 'descent-controls', '.map-over', '.under-editor']
  .map((part) => document.querySelector(part).innerHTML)
  .join().replace(/<!--.*?-->/g, '')
  .replace(/ (d|transform|cx|cy)="[^"]*"/g, '')"""  # which are rounded in the page


def test_the_opening_asks_python_for_nothing_until_it_is_wanted_and_a_run_changes_nothing(
    wide_lab: Lab, site: str
) -> None:
    page = wide_lab.page
    page.goto(site + link_to({"code": "def loss(x=1.0):\n    return x\n"}))
    eventually(lambda: wide_lab.at("by-link").count() == 1, what="other code is open")
    page.evaluate(CALLS)
    page.goto(f"{site}#")
    eventually(lambda: wide_lab.at("by-link").count() == 0, what="the opening is open")
    eventually(lambda: wide_lab.at("map").count() == 1, what="it is drawn")
    wide_lab.tick(50, 6)
    assert page.evaluate("calls") == []
    shown = page.evaluate(SHOWN)
    box = wide_lab.at("map").bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 3)
    probed = "document.querySelector('lab-page').session.state.probe !== null"
    eventually(lambda: page.evaluate(probed), what="the loss there, though nothing had run yet")
    page.mouse.move(0, 0)
    wide_lab.until_ready()
    assert page.evaluate("calls.filter((method) => method === 'run').length") == 1
    eventually(lambda: page.evaluate(SHOWN) == shown, what="all is as it was")
    page.evaluate("calls.end()")


def test_its_first_descent_ends_where_weiszfeld_ends(lab: Lab) -> None:
    assert lab.number("optimum-loss") == pytest.approx(least_loss(), abs=1e-6)
    x, y = lecture_points()
    where = lab.number("optimum-x"), lab.number("optimum-y")
    assert mean_distance(*where, x, y) == pytest.approx(least_loss(), abs=1e-6)


def test_the_numeric_estimate_and_the_closed_form_stand_beside_the_gradient(lab: Lab) -> None:
    for name, gradient in (("x", AT_1000_POINTS[1]), ("y", AT_1000_POINTS[2])):
        assert lab.number(f"numeric-{name}") == pytest.approx(gradient, rel=1e-6)
        assert lab.number(f"closed-{name}") == pytest.approx(gradient, rel=1e-12)


def test_the_map_shows_contours_data_and_path(lab: Lab) -> None:
    expect(lab.page.locator(".map-ground .band").first).to_be_attached()
    assert lab.page.locator(".map-ground .band").count() >= 8
    assert (lab.page.locator(".map-ground .map-data").get_attribute("d") or "").count("M") == 1000
    assert lab.page.locator(".map-over .map-path").count() >= 1


def test_nothing_is_wider_than_the_screen(lab_of_each_size: Lab) -> None:
    assert lab_of_each_size.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.fixture(params=["desktop", pytest.param("phone", marks=pytest.mark.long)])
def lab_without_python(
    request: pytest.FixtureRequest, site: str, open_page: Callable[..., Page]
) -> Lab:
    """The Lab in a profile that has never seen it, to which Python does not come."""
    page = open_page("about:blank", request.param)
    page.context.route("**/*.wasm", lambda route: None)
    page.goto(site)
    return Lab(page)


def test_before_python_is_there_the_opening_is_shown_and_the_theme_is_remembered(
    lab_without_python: Lab,
) -> None:
    lab = lab_without_python
    eventually(lambda: lab.at("loss").count() == 1, 60, "the opening is shown")
    assert lab.state == "loading"
    assert lab.number("loss") == pytest.approx(AT_1000_POINTS[0], rel=1e-12)
    expect(lab.at("graph")).to_have_count(1)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = lab.page.evaluate(ground)
    lab.at("theme").click()
    eventually(lambda: lab.page.evaluate(ground) != light, 60, "it is dark")
    dark = lab.page.evaluate(ground)
    lab.page.reload()
    eventually(lambda: lab.page.evaluate(ground) == dark, 60, "the theme is kept")


PLACES = """() => Object.fromEntries([
  '.lab-question', '.lab-code', '.cm-line', '.under-editor', '.figures', '.map-pane',
  '.graph-pane', '.transport', '.hero-map', '.hero-graph', '.thumb-bar',
].map((part) => {
  const seen = [...document.querySelectorAll(part)].map((each) => each.getBoundingClientRect());
  const { x, y, width, height } = seen.find((box) => box.width > 0) ?? {};
  return [part, x === undefined ? null : [x, y, width, height].map(Math.round)];
}))"""
LINKED = "def loss(x=1.0):\n    return x\n"
STILL = "getComputedStyle(document.querySelector('.still') ?? document.body).visibility"
SHIFT = """(since) => new Promise((done) => {
  const told = (list) => done(list.getEntries()
    .filter(({ startTime }) => startTime > since).reduce((sum, { value }) => sum + value, 0));
  new PerformanceObserver(told).observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(0), 100)));
})"""
CUT = """() => {
  const numbers = document.querySelector('result-figures');
  return numbers.scrollHeight - numbers.clientHeight;
}"""
FETCHED = """(part) => performance.getEntriesByType('resource')
  .some(({ name }) => name.includes(`/${part}`))"""
DRAWN = """() => ['.map-pane', '.graph-pane'].map((pane) => [
  ...document.querySelector(pane).querySelectorAll('path, circle, rect, text, .frame-stepper'),
].map((each) => {
  const { x, y, width, height } = each.getBoundingClientRect();
  return [`${each.classList} ${each.closest('text')?.textContent}`, x, y, width, height];
}))"""
SCREENS = [(390, 844), (1180, 700), (1440, 900)]
MORE_SCREENS = [(320, 568), (744, 1133), (1700, 620), (2560, 1300)]


@pytest.mark.parametrize("screens", [SCREENS, pytest.param(MORE_SCREENS, marks=pytest.mark.long)])
def test_until_its_scripts_are_here_the_page_shows_what_the_lab_will_show(
    site: str, open_page: Callable[..., Page], screens: list[tuple[int, int]]
) -> None:
    page = open_page("about:blank", "desktop")
    held: list[Route] = []
    page.context.route("**/*.wasm", lambda route: None)
    page.context.route("**/main-*.js", lambda route: held.append(route))
    closer: list[Route] = []
    for later in ("dialogs", "engine-completion"):
        page.context.route(f"**/{later}-*.js", lambda route: closer.append(route))
    lab, still = Lab(page), page.locator(".still")

    def opens_with_a_still(address: str) -> object:
        held.clear()
        page.goto("about:blank")
        page.goto(address)
        all_here = page.locator(".still-end")
        eventually(lambda: held and all_here.count() == 1, 60, "the scripts are asked for")
        return page.evaluate(STILL)

    assert opens_with_a_still(site + link_to({"code": LINKED})) == "hidden"
    for width, height in screens:
        page.set_viewport_size({"width": width, "height": height})
        assert opens_with_a_still(site) == "visible"
        page.evaluate("document.fonts.ready.then(() => {})")
        text = still.inner_text()
        for shown in ("import random", "def loss(x=0.3, y=0.3):", "0.4431", "−0.3278", "× 1,000"):
            assert shown in text
        for part in (".band", ".map-data", ".map-path", ".graph-node", "input[value='0.1']"):
            assert page.locator(f".still {part}:visible").count() > 0, part
        assert lab.at("run").count() == 0
        places, drawn = page.evaluate(PLACES), page.evaluate(DRAWN)
        since = page.evaluate("performance.now()")
        held.pop().continue_()
        eventually(lambda: lab.at("graph").count() == 1, 60, "the Lab is open")
        assert still.count() == 0
        assert page.evaluate(PLACES) == places
        for now, before in zip(page.evaluate(DRAWN), drawn, strict=True):
            assert [name for name, *_ in now] == [name for name, *_ in before]
            for (name, *box), (_, *other) in zip(now, before, strict=True):
                assert box == pytest.approx(other, abs=0.5), (width, height, name)
        assert page.evaluate(SHIFT, since) < 0.001
        assert page.evaluate(CUT) <= 0, "the numbers are there to their end"
    assert page.evaluate(FETCHED, "main-")
    assert not page.evaluate(FETCHED, "graph-places"), "the build has laid out what is drawn"
    lab.at("share").locator("summary").click()
    eventually(lambda: page.title() and len(closer) == 1, 20, "what menus list is asked for")
    assert lab.at("share-link").count() == 0
    closer.pop().continue_()
    expect(lab.at("share-link")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Slash")
    expect(lab.at("shortcuts")).to_be_visible()
    page.keyboard.press("Escape")
    assert page.evaluate(PLACES) == places
    assert page.evaluate(SHIFT, since) < 0.001
    lab.at("editor").focus()
    eventually(lambda: page.title() and len(closer) == 1, 20, "names to complete are asked for")
    page.keyboard.press("Control+End")
    page.keyboard.type("\nhyp")
    closer.pop().continue_()
    expect(page.locator(".cm-tooltip-autocomplete")).to_contain_text("hypot")
    assert lab.code.endswith("\nhyp")
    lab.write("def loss(x=1.0):\n    return x * x\n")
    assert opens_with_a_still(site) == "hidden"


@pytest.mark.own_code
def test_one_point_gives_the_lectures_numbers(lab: Lab) -> None:
    lab.run(LECTURE.replace("N = 1000", "N = 1"))
    loss, in_x, in_y = AT_ONE_POINT
    assert lab.number("loss") == pytest.approx(loss, rel=1e-12)
    assert lab.number("gradient-x") == pytest.approx(in_x, rel=1e-12)
    assert lab.number("gradient-y") == pytest.approx(in_y, rel=1e-12)


def test_full_precision_is_shown_on_demand(lab: Lab) -> None:
    before = lab.at("gradient-x").inner_text()
    assert before == "−0.3278"
    lab.page.get_by_role("button", name="All digits").click()
    assert lab.at("gradient-x").inner_text().startswith("−0.32777443971512")


@pytest.mark.own_code
def test_parameters_prints_and_curves_are_those_of_the_code(lab: Lab) -> None:
    lab.run("print('hello', 1 + 1)\ndef loss(a=1, b=2.0, c=3.0):\n    return a * b * c")
    expect(lab.at("console")).to_contain_text("hello 2")
    assert lab.number("loss") == 6.0
    assert [lab.number(f"gradient-{name}") for name in "abc"] == [6.0, 3.0, 2.0]
    lab.run("def loss(w=3.0):\n    return w * w")
    assert lab.number("gradient-w") == 6.0
    expect(lab.page.locator("landscape-line .line-tangent")).to_have_count(1)


@pytest.mark.own_code
def test_control_and_enter_run_the_code(lab: Lab) -> None:
    lab.write("def loss(x=2.0):\n    return x ** 3")
    lab.page.keyboard.press("Control+Enter")
    eventually(
        lambda: lab.at("gradient-x").get_attribute("data-value") == "12.0", 60, "the new gradient"
    )


@pytest.mark.own_code
def test_a_program_typed_key_by_key_is_that_program(lab: Lab) -> None:
    code = """def loss(x=2.0, y=1.0):
    total = 0
    for k in range(3):
        total = total + x * k
    return total * y"""
    lab.at("editor").focus()
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.type(code)
    assert lab.code == code
    lab.run()
    assert lab.number("loss") == 6.0


@pytest.mark.own_code
def test_the_editor_can_be_filled_in_one_go(lab: Lab) -> None:
    lab.at("editor").fill("def loss(x=2.0):\n    return x * 5")
    lab.run()
    assert lab.number("gradient-x") == 5.0


@pytest.mark.own_code
def test_the_graph_shows_operators_values_and_gradients_and_steps_through_them(lab: Lab) -> None:
    lab.run("def loss(a=2.0, b=3.0):\n    return a * b")
    graph = lab.at("graph")
    expect(graph.locator(".graph-node")).to_have_count(3)
    product = graph.locator(".graph-node.is-operation")
    words = "× 6 1: operation mul, called loss, the loss, its value and its gradient"
    assert product.get_attribute("aria-label") == words
    lab.at("step-first").click()
    lab.at("step-on").click()
    expect(lab.at("sentence")).to_have_text("loss = a × b = 2 × 3 = 6")
    lab.at("step-on").click()
    lab.at("step-on").click()
    expect(lab.at("sentence")).to_have_text(
        "grad[a] += grad[loss] × ∂loss/∂a = 1 × 3 = 3"
    )


@pytest.mark.own_code
def test_the_traversal_table_lists_the_reverse_order(lab: Lab) -> None:
    lab.run((EXAMPLES / "one_point.py").read_text(encoding="utf-8"))
    lab.at("tab-table").click()
    rows = lab.at("traversal").locator("tbody tr")
    expect(rows).not_to_have_count(0)  # they are fetched when they are first looked at
    values = [
        [
            float(cell or "nan")
            for cell in row.locator("[data-value]").evaluate_all(
                "cells => cells.map(c => c.dataset.value)"
            )
        ]
        for row in rows.all()
    ]
    assert values[0] == pytest.approx([0.5472122517293468, 1.0], rel=1e-12)
    assert values[1][1] == pytest.approx(0.9137222319490423, rel=1e-12)
    assert values[-1] == pytest.approx([0.3, AT_ONE_POINT[2]], rel=1e-12)


def test_the_loss_curve_says_how_the_descent_went(lab: Lab) -> None:
    lab.at("tab-curve").click()
    expect(lab.at("curve").get_by_role("img")).to_have_attribute(
        "aria-label", re.compile(r"from 0\.4431 at step 0 to 0\.3801 at step 100")
    )


def test_from_far_away_with_a_small_rate_it_still_arrives(lab: Lab) -> None:
    lab.set("start-x", "5")
    lab.set("start-y", "5")
    lab.set("rate", "0.01")
    lab.set("steps", "3000")
    lab.until_ready()
    assert lab.number("optimum-loss") == pytest.approx(least_loss(), abs=1e-3)


def test_another_optimizer_can_be_chosen(lab: Lab) -> None:
    before = lab.number("optimum-x")
    lab.at("optimizer").select_option("adam")
    lab.until_ready()
    assert lab.number("optimum-x") != before
    assert lab.number("optimum-loss") == pytest.approx(least_loss(), abs=1e-2)
    lab.at("optimizer").select_option("newton")
    lab.until_ready()
    assert lab.number("optimum-loss") == pytest.approx(least_loss(), abs=1e-13)
    assert lab.at("rate-slider").count() == 0  # it has none


def test_an_example_can_be_chosen_and_runs(lab: Lab) -> None:
    lab.choose("rosenbrock")
    assert lab.number("loss") == pytest.approx(24.2, rel=1e-12)
    assert lab.number("gradient-x") == pytest.approx(-215.6, rel=1e-12)


@pytest.mark.own_code
def test_the_page_stays_alive_while_python_works_and_stop_ends_it(lab: Lab) -> None:
    lab.write("while True: pass")
    lab.at("run").click()
    eventually(lambda: lab.state == "running", 60, "the loop runs")
    lab.at("editor").focus()
    lab.page.keyboard.press("Control+End")
    lab.page.keyboard.insert_text("\n# still typing")
    assert lab.code.endswith("# still typing")
    lab.at("stop").click()
    lab.until_ready()
    assert lab.at("stop").is_disabled()
    assert lab.code.endswith("# still typing")
    lab.run("def loss(x=4.0):\n    return x * x")
    assert lab.at("stop").is_disabled(), "the landscape is on its way, and needs no word"
    assert lab.number("gradient-x") == 8.0


def test_where_python_did_not_start_the_way_on_fits_each_screen(
    site: str, open_page: Callable[..., Page], watch: Watch
) -> None:
    watch.allow("ERR_FAILED")
    page = open_page("about:blank")
    page.context.route("**/*.wasm", lambda route: route.abort())
    page.goto(site)
    lab = Lab(page)
    eventually(lambda: lab.state == "failed", 60, "Python has failed")
    for width in (360, 390, 700, 1024):
        page.set_viewport_size({"width": width, "height": 700})
        wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"at a width of {width}"
    page.context.unroute("**/*.wasm")
    page.get_by_role("button", name="Try again").first.click()
    lab.until_ready()
