"""What a phone must prove: all of it can be reached, fits, and answers to a finger."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab
from tests.e2e.warm import link_to

WIDER = "document.documentElement.scrollWidth - innerWidth"
OPENED = """() => [...document.querySelectorAll('details.menu[open] .menu-list')].map((list) => {
  const { left, right } = list.getBoundingClientRect();
  return left >= 0 && right <= innerWidth;
})"""
LONG_LINE = "def loss(x=3.0):\n    return x * x  # " + "a remark that goes on " * 12
PARTS = {"Code": "#code", "Numbers": "#numbers", "Map": "#map", "Graph": "#graph"}


def test_the_bar_at_the_thumb_brings_each_part_into_view(phone_lab: Lab) -> None:
    bar = phone_lab.page.get_by_role("navigation", name="On this page")
    expect(bar).to_be_in_viewport()
    for name, part in [*PARTS.items(), ("Code", "#code")]:
        bar.get_by_role("button", name=name).tap()
        expect(phone_lab.page.locator(part)).to_be_in_viewport()
        expect(bar).to_be_in_viewport()


@pytest.mark.own_code
def test_code_is_written_run_stopped_and_mended_by_touch(phone_lab: Lab) -> None:
    lab = phone_lab
    lab.at("editor").tap()
    lab.write("while True: pass")
    lab.at("run").tap()
    eventually(lambda: lab.state == "running", 60, "the loop runs")
    lab.at("stop").tap()
    lab.until_ready()
    lab.write("def loss(x=3.0):\n    return y * x")
    lab.at("run").tap()
    assert "NameError" in lab.error()
    expect(lab.page.locator(".cm-error-line")).to_have_count(1)
    lab.write("def loss(x=3.0):\n    return x * x")
    lab.at("run").tap()
    lab.until_ready()
    assert lab.number("gradient-x") == 6.0


@pytest.mark.own_code
def test_a_tap_on_a_node_lights_its_line(phone_lab: Lab) -> None:
    phone_lab.run("def loss(a=2.0, b=3.0):\n    c = a * b\n    return c + a")
    phone_lab.page.locator(".graph-node[aria-label*='called c']").tap()
    expect(phone_lab.page.locator(".cm-lit-line")).to_have_text("    c = a * b")


@pytest.mark.own_code
def test_a_finger_moves_the_steps_and_the_settings(phone_lab: Lab) -> None:
    lab = phone_lab
    lab.run("def loss(a=2.0, b=3.0):\n    return a * b")
    lab.at("step-first").tap()
    lab.at("step-on").tap()
    expect(lab.at("sentence")).to_have_text("loss = a × b = 2 × 3 = 6")
    lab.at("tab-curve").tap()
    expect(lab.at("curve")).to_be_visible()
    lab.at("live").tap()
    expect(lab.at("descend")).to_be_visible()


def test_whatever_is_shown_fits_the_width(phone_lab: Lab) -> None:
    lab = phone_lab

    def fits(what: str) -> None:
        assert lab.page.evaluate(WIDER) <= 0, what

    for tab in ("table", "derivation", "generated", "race", "curve"):
        lab.at(f"tab-{tab}").tap()
        fits(tab)
    lab.run(LONG_LINE)
    fits("a long line")
    for menu in ("versions", "share"):
        lab.at(menu).locator("summary").tap()
        eventually(lambda: lab.page.evaluate(OPENED) == [True], what=f"{menu} on the screen")
    lab.at("share").locator("summary").tap()
    lab.run(f"print('long' * 200)\nraise ValueError('{'word' * 100}')")
    lab.error()
    fits("a long print and a long message")
    lab.at("example").select_option("two-moons")
    eventually(lambda: lab.page.locator(".figure-gradient").count() == 13, 60, "the gradients")
    fits("many parameters")
    lab.page.goto(lab.page.url.split("#")[0] + link_to({"code": LONG_LINE}))
    expect(lab.at("by-link")).to_be_visible()
    fits("code by a link")
