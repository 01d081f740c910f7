"""The Lab's graph and its steps, and the one selection that all views share."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab, open_lab
from tests.e2e.warm import SETTLED
from tests.losses import UNROLLED

ONE_POINT = """import random
from py_engine import mean, sqrt

r = random.Random(5)
x_0, y_0 = r.uniform(0, 1), r.uniform(0, 1)

def loss(x=0.3, y=0.3):
    I_x = x_0 - x
    I_y = y_0 - y
    g_x = I_x ** 2
    g_y = I_y ** 2
    M = g_x + g_y
    return M ** 0.5
"""
PACE = 900  # milliseconds between two steps that are played
DELAY = 80  # for so long an editor's list takes no key, lest one accept what has just appeared
REUSED = "def loss(x=3.0):\n    square = x * x\n    return square + x"


@pytest.fixture
def lab(wide_lab: Lab) -> Lab:
    return wide_lab


def node(lab: Lab, name: str) -> str:
    """The id of the node that is called so."""
    found: str = lab.page.evaluate(
        """name => [...document.querySelectorAll('.graph-node')]
            .find(n => n.getAttribute('aria-label').includes(`called ${name}, its`))
            ?.dataset.node ?? ''""", name)
    assert found, f"no node is called {name}"
    return found


def lit_lines(lab: Lab) -> list[str]:
    return lab.page.locator(".cm-lit-line").all_inner_texts()


@pytest.mark.own_code
def test_nodes_lines_and_parameters_light_one_another(lab: Lab) -> None:
    # Pointing at a node lights its line and tells its numbers.
    lab.run(ONE_POINT)
    lab.page.locator(f'[data-node="{node(lab, "g_x")}"]').hover()
    expect(lab.page.locator(".cm-lit-line")).to_have_text("    g_x = I_x ** 2")
    value = float(lab.at("card-value").get_attribute("data-value") or "nan")
    assert value == (0.6229016948897019 - 0.3) ** 2
    lab.page.mouse.move(5, 5)
    expect(lab.page.locator(".cm-lit-line")).to_have_count(0)

    # Pointing at a line lights its nodes.
    lab.page.locator(".cm-line", has_text="M = g_x + g_y").hover()
    expect(lab.page.locator(".graph-node.is-lit")).to_have_count(1)
    expect(lab.page.locator(".graph-node.is-lit")).to_have_attribute("data-node", node(lab, "M"))

    # The cursor in a line lights its nodes too.
    lab.page.mouse.move(5, 5)
    lab.at("editor").focus()
    lab.page.keyboard.press("Control+End")
    for _ in range(3):
        lab.page.keyboard.press("ArrowUp")
    expect(lab.page.locator(".graph-node.is-lit")).to_have_attribute("data-node", node(lab, "g_y"))

    # A parameter lights where it is defined.
    lab.page.locator(".graph-node.is-leaf").first.hover()
    expect(lab.page.locator(".cm-lit-line")).to_have_text("def loss(x=0.3, y=0.3):")


@pytest.mark.own_code
def test_the_table_and_the_derivation_are_in_the_one_selection(lab: Lab) -> None:
    # A chosen node is lit in the table and the derivation.
    lab.run(ONE_POINT)
    chosen = node(lab, "g_x")
    lab.page.locator(f'[data-node="{chosen}"]').click()
    lab.at("tab-table").click()
    expect(lab.page.locator("tr.is-lit")).to_have_attribute("data-node", chosen)
    lab.at("tab-derivation").click()
    factors = lab.page.locator(".derivation [data-child].is-lit")
    eventually(lambda: factors.count() > 0, 60, "a factor is lit")
    assert {f.get_attribute("data-child") for f in factors.all()} == {chosen}

    # Pointing at a row or a factor lights the line.
    lab.at("tab-table").click()
    lab.page.locator("tr", has_text="power 2").first.hover()
    expect(lab.page.locator(".cm-lit-line")).to_have_text(re.compile(r"g_. = I_. \*\* 2"))
    lab.at("tab-derivation").click()
    factor = lab.page.locator(".derivation .tex [data-child]").first
    factor.scroll_into_view_if_needed()
    factor.hover()
    expect(lab.page.locator(".cm-lit-line")).to_have_count(1)

    # The table walks with the keyboard.
    lab.at("tab-table").click()
    lab.page.locator(".traversal .link").first.focus()
    expect(lab.page.locator(".cm-lit-line")).to_have_text("    return M ** 0.5")


def test_nodes_bear_the_names_of_the_derivation(lab: Lab) -> None:
    names = lab.texts(".graph .node-name")
    assert {"Ix", "gx", "Iy", "gy", "M"} <= set(names)


@pytest.mark.own_code
def test_the_steps_say_and_light_what_happens(lab: Lab) -> None:
    # A backward step says the product with names and numbers.
    lab.run(ONE_POINT)
    sentences = []
    lab.at("step-first").click()
    for _ in range(30):
        sentences.append(lab.at("sentence").inner_text())
        if lab.at("step-on").is_disabled():
            break
        lab.at("step-on").click()
    assert "grad[I_x] += grad[g_x] × ∂g_x/∂I_x = 0.9137 × 0.6458 = 0.5901" in sentences
    assert "grad[x] += grad[I_x] × ∂I_x/∂x = 0.5901 × (−1) = −0.5901" in sentences

    # Stepping lights the code and the table.
    lab.at("tab-table").click()
    lab.at("step-first").click()
    lab.at("step-on").click()
    expect(lab.page.locator("tr.is-lit")).to_have_count(1)
    eventually(lambda: lit_lines(lab) == ["    I_x = x_0 - x"], 60, "its line is lit")
    expect(lab.page.locator("tr .is-gradient", has_text="·").first).to_be_visible()


@pytest.mark.own_code
def test_the_sum_of_a_reused_node_grows_term_by_term(lab: Lab) -> None:
    lab.run(REUSED)
    x = lab.page.locator(".graph-node.is-leaf .node-gradient")
    grown = []
    for _ in range(3):
        lab.at("step-back").click()
    for number in ("·", "1", "4", "7"):
        expect(x).to_have_text(number)
        grown.append(lab.at("sentence").inner_text().split("; ")[-1])
        if number != "7":
            lab.at("step-on").click()
    assert grown[2] == "now grad[x] = 1 + 3 = 4"


@pytest.mark.own_code
def test_steps_play_pause_scrub_and_answer_to_the_keyboard(lab: Lab) -> None:
    lab.run(ONE_POINT)
    scrub = lab.at("step-scrub")
    lab.at("step-first").click()
    expect(lab.at("sentence")).to_contain_text("Nothing is computed yet")
    lab.at("step-play").click()
    eventually(lambda: int(scrub.input_value()) >= 2, 60, "it plays")
    lab.at("step-play").click()
    expect(lab.at("step-play")).to_have_accessible_name("Play")
    lab.tick(20, times=3)  # what was on its way to the screen is there
    at = int(scrub.input_value())
    lab.tick(PACE + 100)
    assert int(scrub.input_value()) == at
    lab.at("step-play").focus()
    lab.page.keyboard.press("ArrowLeft")
    eventually(lambda: int(scrub.input_value()) == at - 1, 60, "a step back")
    lab.page.keyboard.press("End")
    expect(lab.at("sentence")).to_contain_text("Press play")
    scrub.fill("3")
    expect(lab.page.locator(".graph-node.is-current")).to_have_count(1)


@pytest.mark.own_code
def test_a_pulse_travels_unless_motion_is_unwanted(lab: Lab) -> None:
    lab.run(ONE_POINT)
    for wish, moves in (("no-preference", True), ("reduce", False)):
        lab.page.emulate_media(reduced_motion=wish)
        lab.at("step-scrub").fill("2")
        name = lab.page.locator(".edge-pulse").first.evaluate(
            "pulse => getComputedStyle(pulse).animationName")
        assert (name != "none") is moves


def test_the_arrow_keys_walk_the_graph_in_words(lab: Lab) -> None:
    focused = lab.page.locator(".graph-node:focus")
    lab.page.locator(".graph-node.is-leaf").first.focus()
    for key, words in (
        ("ArrowRight", "operation sub, called I_x"),
        ("ArrowRight", "operation pow, called g_x"),
        ("ArrowLeft", "operation sub, called I_x"),
        ("ArrowRight", "operation pow, called g_x"),
        ("ArrowDown", "called g_y"),
        ("End", "the loss"),
    ):
        lab.page.keyboard.press(key)
        expect(focused).to_have_attribute("aria-label", re.compile(re.escape(words)))
        eventually(lambda: lit_lines(lab), 60, "its line is lit")
    expect(lab.page.locator('.graph-node[tabindex="0"]')).to_have_count(1)
    words = lab.page.locator(".graph-edge").first.get_attribute("aria-label") or ""
    assert words.startswith("local gradient ∂")


def test_another_repetition_shows_its_numbers(lab: Lab) -> None:
    before = lab.page.locator(".graph-node.is-constant .node-value").first.text_content()
    lab.set("instance", "7")
    constant = lab.page.locator(".graph-node.is-constant .node-value").first
    eventually(lambda: constant.text_content() != before, 60, "the numbers of the seventh point")


def test_a_frame_folds_and_unfolds(lab: Lab) -> None:
    count = lab.page.locator(".graph-node").count()
    lab.at("fold-frame").click()
    eventually(lambda: lab.page.locator(".graph-node").count() == 5, 60, "the frame is one node")
    lab.page.locator('.graph-node[data-node^="frame:"]').focus()
    lab.page.keyboard.press("Enter")
    eventually(lambda: lab.page.locator(".graph-node").count() == count, 60, "the frame is open")


@pytest.mark.own_code
def test_a_graph_that_does_not_roll_is_summarised(lab: Lab) -> None:
    lab.run("""import random
r = random.Random(1)
def loss(x=0.5):
    for _ in range(3_000):
        x = r.choice([lambda v: v * 0.9, lambda v: v + 0.1, lambda v: v - 0.05])(x)
    return x
""")
    expect(lab.at("graph-summary")).to_contain_text("3,000 operations")


@pytest.mark.own_code
def test_a_large_graph_is_folded_and_opens_level_by_level(lab: Lab) -> None:
    lab.run(UNROLLED.format(count=700))
    nodes = lab.page.locator(".graph-node")
    eventually(lambda: 5 < nodes.count() <= 60, 60, "it can be read")
    before = nodes.count()
    piece = lab.page.locator('.graph-node[data-node^="steps:"]').nth(3)
    expect(piece).to_have_attribute("aria-label", re.compile("folded.*Enter unfolds it"))
    piece.focus()
    lab.page.keyboard.press("Enter")
    eventually(lambda: before < nodes.count() <= before + 48, 60, "one piece is open")
    lab.at("fold").click()
    eventually(lambda: nodes.count() == before, 60, "it is as it was")
    expect(lab.at("fold")).to_have_count(0)


def test_zooming_and_fitting(lab: Lab) -> None:
    graph = lab.at("graph")
    lab.page.locator(".graph-node").first.focus()
    for _ in range(4):
        lab.page.keyboard.press("+")
    eventually(lambda: (graph.bounding_box() or {})["width"] > 1000, 60, "it has grown")
    lab.page.keyboard.press("0")
    eventually(lambda: (graph.bounding_box() or {})["width"] < 800, 60, "it fits again")


@pytest.mark.own_code
@pytest.mark.parametrize("what", ["map", "graph"])
def test_pictures_are_saved_as_svg_and_png(lab: Lab, what: str) -> None:
    lab.run(ONE_POINT)
    lab.at("share").locator("summary").click()
    with lab.page.expect_download() as drawing:
        lab.at(f"save-{what}-svg").click()
    root = ElementTree.parse(Path(drawing.value.path())).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert all("var(" not in value for part in root.iter() for value in part.attrib.values())
    with lab.page.expect_download() as picture:
        lab.at(f"save-{what}-png").click()
    data = Path(picture.value.path()).read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">I", data[16:20])[0] == 2 * int(float(root.attrib["width"]))


PANES = {"code": ("#code", "width", "ArrowRight"), "map": (".hero-map", "height", "ArrowDown")}


def room(lab: Lab) -> dict[str, float]:
    """How much room each pane has."""
    return {
        name: float((lab.page.locator(pane).bounding_box() or {})[side])
        for name, (pane, side, _) in PANES.items()
    }


def until_room(lab: Lab, name: str, holds: Callable[[float], bool]) -> None:
    eventually(lambda: holds(room(lab)[name]), 60, f"the room of the {name} has changed")


def widen(lab: Lab) -> dict[str, float]:
    """Give each pane more room by the keyboard."""
    first = room(lab)
    for name, (_, _, key) in PANES.items():
        lab.at(f"divide-{name}").get_by_role("separator").focus()
        for _ in range(4):
            lab.page.keyboard.press(key)
    eventually(lambda: all(room(lab)[name] > first[name] + 30 for name in PANES), 60, "more room")
    return room(lab)


@pytest.mark.own_code
def test_panes_are_resized_by_keys_and_pointer(lab: Lab) -> None:
    first, by_keys = room(lab), widen(lab)
    for name in PANES:
        box = lab.at(f"divide-{name}").get_by_role("separator").bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        to_x, to_y = (x - 90, y) if name == "code" else (x, y - 70)
        lab.page.mouse.move(x, y)
        lab.page.mouse.down()
        lab.page.mouse.move(x - 90, y - 70, steps=4)
        lab.page.mouse.up()
        until_room(lab, name, lambda size, keys=by_keys[name]: size < keys - 40)
        lab.page.mouse.dblclick(to_x, to_y)
        until_room(lab, name, lambda size, first=first[name]: abs(size - first) < 3)


def test_text_versions_and_panes_are_there_after_a_reload(lab: Lab) -> None:
    mine = "def loss(z=7.0):\n    return z + 1"
    lab.run(REUSED)
    lab.run(mine)
    widened = widen(lab)
    lab.page.reload()
    again = open_lab(lab.page)
    assert again.code == mine
    assert again.number("loss") == 8.0
    assert room(lab) == pytest.approx(widened, abs=3)
    again.at("versions").locator("summary").click()
    again.at("versions").get_by_role("button", name="def loss(x=3.0):").click()
    again.until_ready()
    assert again.code == REUSED
    assert again.number("gradient-x") == 7.0
    again.at("versions").locator("summary").click()
    expect(again.at("versions").get_by_role("button", name="def loss(z=7.0):")).to_be_visible()


@pytest.mark.own_code
def test_the_editor_can_be_left_by_the_keyboard(lab: Lab) -> None:
    lab.at("editor").focus()
    lab.page.keyboard.press("Tab")
    assert lab.code.startswith("    ")
    lab.page.keyboard.press("Control+z")
    lab.page.keyboard.press("Escape")
    lab.page.keyboard.press("Tab")
    expect(lab.at("run")).to_be_focused()


@pytest.mark.own_code
def test_names_of_the_engine_are_completed_with_their_docs(lab: Lab) -> None:
    lab.write("def loss(x=1.0):\n    return hyp")
    lab.page.keyboard.press("Control+Space")
    expect(lab.page.locator(".cm-tooltip-autocomplete")).to_contain_text("hypot")
    more = lab.page.locator(".cm-completionInfo")
    expect(more).to_contain_text("gradient at the origin")
    expect(more.get_by_role("link")).to_have_attribute("href", "reference-hypot.html")
    lab.tick(DELAY)
    lab.page.keyboard.press("Tab")
    assert lab.code.startswith("from py_engine import hypot\n")
    assert lab.code.endswith("return hypot")


@pytest.mark.parametrize("size", [pytest.param("desktop", marks=pytest.mark.long), "phone"])
def test_nothing_shifts_as_results_arrive(
    site: str, open_page: Callable[..., Page], size: str
) -> None:
    page = open_page("about:blank", size)
    page.add_init_script("""
      window.shifts = [];
      const note = (list) => { for (const e of list)
        if (!e.hadRecentInput) window.shifts.push([e.value, e.sources.map(s =>
          s.node?.nodeName + '.' + (s.node?.className?.baseVal ?? s.node?.className))]) };
      const observer = new PerformanceObserver((list) => note(list.getEntries()));
      observer.observe({type: 'layout-shift', buffered: true});
      window.drawn = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(
        () => done(note(observer.takeRecords())))));""")
    page.goto(site)
    lab = open_lab(page)
    eventually(lambda: page.evaluate(SETTLED), what="the Lab has come to rest")
    page.evaluate("drawn()")
    lab.run()
    eventually(lambda: page.evaluate(SETTLED), what="the Lab has come to rest")
    page.evaluate("drawn()")
    shifts = page.evaluate("window.shifts")
    assert sum(value for value, _ in shifts) < 0.01, shifts  # the Web Vitals call 0.1 good
