"""What else a person can do in the Lab: share, compare, point, take along; and for everyone."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab, lecture_points, mean_distance, open_lab, until_still
from tests.e2e.warm import Lend

AXE = Path(__file__).resolve().parents[2] / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def fragment_of(lab: Lab, code: str) -> str:
    """What follows the address in a link to this code, with the Lab's settings."""
    fragment: str = lab.page.evaluate(
        "code => document.querySelector('share-list').fragmentOf(code)", code
    )
    return fragment


def follow(lab: Lab, fragment: str) -> None:
    """Open a link where the Lab is open, as pasting it into the address does."""
    lab.page.goto(lab.page.url.split("#")[0] + fragment)


def test_a_link_opens_the_code_unrun_and_leaves_own_work_alone(lab: Lab) -> None:
    mine = lab.code
    shared = "def loss(x=6.0):\n    return x * x"
    fragment = fragment_of(lab, shared)
    address = lab.page.url.split("#")[0]
    lab.page.goto("about:blank")
    lab.page.goto(address + fragment)
    opened = open_lab(lab.page)
    assert opened.code == shared
    expect(opened.at("by-link")).to_contain_text("came by a link")
    expect(opened.at("loss")).to_have_count(0)
    opened.run()
    assert opened.number("gradient-x") == 12.0
    opened.page.goto(f"{address}#")
    expect(opened.at("by-link")).to_have_count(0)
    assert opened.code == mine


def test_a_link_opened_beside_own_work_loads_nothing_and_back_brings_it_again(lab: Lab) -> None:
    mine = "def loss(a=2.0):\n    return 3 * a\n# not run yet"
    lab.run("def loss(a=2.0):\n    return 3 * a")
    lab.write(mine)
    lab.page.evaluate("globalThis.sameDocument = true")
    follow(lab, fragment_of(lab, "def loss(x=6.0):\n    return x * x"))
    expect(lab.at("by-link")).to_be_visible()
    assert lab.code == "def loss(x=6.0):\n    return x * x"
    expect(lab.at("loss")).to_have_count(0)
    lab.run()
    assert lab.number("gradient-x") == 12.0
    lab.page.go_back()
    expect(lab.at("by-link")).to_have_count(0)
    assert lab.code == mine
    lab.until_ready()
    assert lab.number("gradient-a") == 3.0
    follow(lab, fragment_of(lab, "def loss(x=6.0):\n    return x * x"))
    lab.at("by-link").get_by_role("link").click()
    expect(lab.at("by-link")).to_have_count(0)
    assert lab.code == mine
    assert lab.page.evaluate("sameDocument") is True


def test_a_link_opened_while_code_runs_ends_it(lab: Lab) -> None:
    lab.write("while True: pass")
    lab.at("run").click()
    eventually(lambda: lab.state == "running", 60, "the loop runs")
    follow(lab, fragment_of(lab, "def loss(x=6.0):\n    return x * x"))
    expect(lab.at("by-link")).to_be_visible()
    lab.run()
    assert lab.number("gradient-x") == 12.0


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
    axes = "String(document.querySelector('share-list').axes)"
    eventually(lambda: lab.page.evaluate(axes) == "0,2", 60, "the next frame is drawn")
    follow(lab, fragment_of(lab, lab.code))
    expect(lab.at("by-link")).to_be_visible()
    assert lab.page.evaluate(f"{state}.settings") == settings
    lab.run()
    assert lab.page.evaluate(f"{state}.settings") == settings
    assert lab.at("axis-y").input_value() == "2"
    assert [lab.at(f).input_value() for f in ("rate", "batch", "seed")] == ["0.02", "2", "5"]
    assert lab.at("optimizer").input_value() == "adam"


def test_a_text_of_ones_own_is_renamed_deleted_and_had_back_by_keyboard(lab: Lab) -> None:
    keys, code = lab.page.keyboard, "def loss(x=6.0):\n    return x * x"
    follow(lab, fragment_of(lab, code))
    lab.at("make-own").click()
    expect(lab.at("rename")).to_be_visible()
    address = lab.page.evaluate("location.href")
    for name in ("", "خسارة 損失"):
        lab.at("rename").press("Enter")
        expect(lab.at("own-name")).to_be_focused()
        keys.insert_text(name) if name else keys.press("Delete")
        keys.press("Enter")
        if not name:
            expect(lab.page.get_by_role("alert")).to_contain_text("a name that one can see")
            keys.press("Escape")
        expect(lab.at("rename")).to_be_focused()
    chosen = lab.at("example").locator("option:checked")
    expect(chosen).to_have_text("خسارة 損失")
    said = lab.page.locator("own-text [role=status]")
    expect(said).to_have_text("It is called “خسارة 損失” now.")
    lab.write(f"{code}  # and more")
    lab.at("delete").press("Enter")
    expect(lab.at("put-back")).to_be_focused()
    expect(lab.at("deleted")).to_contain_text("“خسارة 損失” is deleted")
    expect(lab.at("example").locator("option", has_text="خسارة")).to_have_count(0)
    assert lab.page.evaluate("location.hash") == ""
    lab.at("versions").locator("summary").click()
    expect(lab.at("versions")).to_contain_text("خسارة 損失, deleted")
    expect(lab.at("versions")).to_contain_text("Kept on this device. Of what was typed")
    keys.press("Escape")
    lab.at("put-back").press("Enter")
    expect(lab.at("deleted")).to_have_count(0)
    assert lab.page.evaluate("location.href") == address
    expect(lab.at("example")).to_be_focused()
    expect(chosen).to_have_text("خسارة 損失")
    assert lab.code == f"{code}  # and more"


def test_a_damaged_link_says_so(lab: Lab) -> None:
    follow(lab, "#lab=broken")
    expect(lab.at("notice")).to_contain_text("damaged")


def test_a_descent_can_be_kept_and_forgotten(lab: Lab) -> None:
    lab.at("keep").click()
    expect(lab.at("kept")).to_contain_text("Gradient descent, rate 0.1: loss 0.3801")
    lab.at("kept").get_by_role("button").click()
    expect(lab.at("kept")).to_have_count(0)


def test_pointing_at_the_map_shows_the_loss_and_gradient_there(wide_lab: Lab) -> None:
    lab = wide_lab
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


@pytest.mark.own_code
def test_the_arrow_keys_move_the_start(lab: Lab) -> None:
    lab.run("def loss(x=1.0, y=2.0):\n    return x * x + y * y")
    lab.at("map").focus()
    lab.page.keyboard.press("ArrowRight")
    eventually(lambda: float(lab.at("start-x").input_value()) > 1.0, 60, "the start has moved")


@pytest.mark.own_code
def test_the_code_can_be_saved_as_a_program_and_a_notebook(lab: Lab) -> None:
    lab.at("share").locator("summary").click()
    with lab.page.expect_download() as program:
        lab.at("save-program").click()
    assert program.value.suggested_filename == "loss.py"
    with lab.page.expect_download() as notebook:
        lab.at("save-notebook").click()
    cells = json.loads(Path(notebook.value.path()).read_text(encoding="utf-8"))["cells"]
    assert "".join(cells[1]["source"]) == lab.code.rstrip()


@pytest.mark.own_code
def test_the_race_times_every_way_to_the_gradient(lab: Lab) -> None:
    lab.run("def loss(x=1.0, y=2.0):\n    return x * x + y * y")
    lab.at("tab-race").click()
    lab.at("race").click()
    lab.until_ready()
    assert lab.at("race-laps").locator("tbody tr").count() >= 3


@pytest.mark.own_code
def test_the_keys_are_listed_on_a_question_mark(lab: Lab) -> None:
    lab.at("run").focus()
    lab.page.keyboard.press("?")
    expect(lab.at("shortcuts")).to_be_visible()
    lab.page.keyboard.press("Escape")
    expect(lab.at("shortcuts")).to_be_hidden()


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        ("desktop", "light"),
        ("phone", "dark"),
        pytest.param("desktop", "dark", marks=pytest.mark.long),
        pytest.param("phone", "light", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing(lend_lab: Lend, size: str, theme: str) -> None:
    with lend_lab(size) as lab:
        lab.page.emulate_media(color_scheme=theme)
        lab.page.evaluate(AXE.read_text(encoding="utf-8"))
        assert violations(lab, "body") == []
        for hero, tabs in {
            "map-hero": ("curve",),
            "graph-hero": ("table", "derivation", "generated", "race"),
        }.items():
            for tab in tabs:
                lab.at(f"tab-{tab}").click()
                # a bar over half a button makes it small, until one scrolls
                lab.page.evaluate("scrollTo(0, 0)")
                assert violations(lab, hero) == [], tab


def violations(lab: Lab, part: str) -> list[tuple[str, str]]:
    """What axe finds in a part of the page: its rules, and where each is broken first."""
    until_still(lab.page)
    found = lab.page.evaluate(
        "([part, rules]) => axe.run(part, {runOnly: rules})", [part, RULES]
    )
    return [(v["id"], v["nodes"][0]["html"][:200]) for v in found["violations"]]
