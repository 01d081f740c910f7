"""What else a person can do in the Lab: share, compare, point, take along; and for everyone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab, lecture_points, mean_distance, open_lab

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture
def lab(page: Page) -> Lab:
    return open_lab(page)


def test_a_link_opens_the_code_unrun_and_leaves_own_work_alone(lab: Lab) -> None:
    mine = lab.code
    shared = "def loss(x=6.0):\n    return x * x"
    fragment = lab.page.evaluate(
        "code => document.querySelector('share-menu').fragmentOf(code)", shared)
    address = lab.page.url.split("#")[0]
    lab.page.goto("about:blank")
    lab.page.goto(address + fragment)
    opened = open_lab(lab.page)
    assert opened.code == shared
    expect(opened.at("by-link")).to_contain_text("came by a link")
    expect(opened.at("loss")).to_have_count(0)
    opened.run()
    assert opened.number("gradient-x") == 12.0
    opened.page.goto("about:blank")
    opened.page.goto(address)
    assert open_lab(opened.page).code == mine


def test_a_link_brings_the_settings_and_the_axes(lab: Lab) -> None:
    lab.run(
        "from py_engine import mean\ndata = [1.0, 2.0, 3.0, 6.0]\n"
        "def loss(a=1.0, b=2.0, c=0.5):\n"
        "    return mean((a * d + b - d) ** 2 for d in data) + c * c"
    )
    lab.at("optimizer").select_option("adam")
    for field, entry in {"rate": "0.02", "steps": "70", "batch": "2", "seed": "5"}.items():
        lab.set(field, entry)
    lab.set("start-b", "1.5")
    lab.at("axis-y").select_option("2")
    state = "document.querySelector('lab-page').session.state"
    settings = lab.page.evaluate(f"{state}.settings")
    assert settings["batches"] == {"size": 2, "seed": 5}
    axes = "String(document.querySelector('share-menu').axes)"
    eventually(lambda: lab.page.evaluate(axes) == "0,2", 10, "the next frame is drawn")
    fragment = lab.page.evaluate(
        f"document.querySelector('share-menu').fragmentOf({state}.code)")
    address = lab.page.url.split("#")[0]
    lab.page.goto("about:blank")
    lab.page.goto(address + fragment)
    opened = open_lab(lab.page)
    assert opened.page.evaluate(f"{state}.settings") == settings
    opened.run()
    assert opened.page.evaluate(f"{state}.settings") == settings
    assert opened.at("axis-y").input_value() == "2"
    assert [opened.at(f).input_value() for f in ("rate", "batch", "seed")] == ["0.02", "2", "5"]
    assert opened.at("optimizer").input_value() == "adam"


def test_a_damaged_link_says_so(lab: Lab) -> None:
    address = lab.page.url.split("#")[0]
    lab.page.goto("about:blank")
    lab.page.goto(address + "#lab=broken")
    expect(open_lab(lab.page).at("notice")).to_contain_text("damaged")


def test_a_descent_can_be_kept_and_forgotten(lab: Lab) -> None:
    lab.at("keep").click()
    expect(lab.at("kept")).to_contain_text("Gradient descent, rate 0.1: loss 0.3801")
    lab.at("kept").get_by_role("button").click()
    expect(lab.at("kept")).to_have_count(0)


def test_pointing_at_the_map_shows_the_loss_and_gradient_there(
    site: str, open_page: Callable[..., Page]
) -> None:
    lab = open_lab(open_page(site))
    lab.at("map").hover(position={"x": 60, "y": 60})
    number = r"(−?\d+\.\d+)"
    shown = re.compile(
        rf"x = {number}, y = {number}\s+loss\s+{number}\s+gradient\s+\({number}, {number}\)")
    expect(lab.at("probe")).to_contain_text(shown)
    found = shown.search(lab.at("probe").inner_text())
    assert found
    x, y, loss, in_x, in_y = (float(text.replace("−", "-")) for text in found.groups())
    xs, ys = lecture_points()
    assert loss == pytest.approx(mean_distance(x, y, xs, ys), abs=2e-3)
    h = 1e-3
    for gradient, dx, dy in ((in_x, h, 0.0), (in_y, 0.0, h)):
        rise = mean_distance(x + dx, y + dy, xs, ys) - mean_distance(x - dx, y - dy, xs, ys)
        assert gradient == pytest.approx(rise / (2 * h), abs=2e-3)


def test_the_arrow_keys_move_the_start(lab: Lab) -> None:
    lab.at("map").focus()
    lab.page.keyboard.press("ArrowRight")
    eventually(lambda: float(lab.at("start-x").input_value()) > 0.3, 10, "the start has moved")


def test_the_code_can_be_saved_as_a_program_and_a_notebook(lab: Lab) -> None:
    lab.at("share").locator("summary").click()
    with lab.page.expect_download() as program:
        lab.at("save-program").click()
    assert program.value.suggested_filename == "loss.py"
    with lab.page.expect_download() as notebook:
        lab.at("save-notebook").click()
    cells = json.loads(Path(notebook.value.path()).read_text(encoding="utf-8"))["cells"]
    assert "".join(cells[1]["source"]) == lab.code.rstrip()


def test_the_race_times_every_way_to_the_gradient(lab: Lab) -> None:
    lab.at("tab-race").click()
    lab.at("race").click()
    lab.until_ready()
    assert lab.at("race-laps").locator("tbody tr").count() >= 3


def test_the_keys_are_listed_on_a_question_mark(lab: Lab) -> None:
    lab.at("run").focus()
    lab.page.keyboard.press("?")
    expect(lab.at("shortcuts")).to_be_visible()
    lab.page.keyboard.press("Escape")
    expect(lab.at("shortcuts")).to_be_hidden()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing(
    site: str, open_page: Callable[..., Page], size: str, theme: str
) -> None:
    lab = open_lab(open_page(site, size, color_scheme=theme))
    lab.page.evaluate(AXE.read_text(encoding="utf-8"))
    for tab in ("map", "table", "derivation", "generated", "race", "curve"):
        lab.at(f"tab-{tab}").click()
        # a bar over half a button makes it small, until one scrolls
        lab.page.evaluate("scrollTo(0, 0)")
        found = lab.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        assert [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]] == []
