"""Bad input in the Lab: each gets a clear message, the page stays usable, and no text is lost."""

from __future__ import annotations

import contextlib

import pytest
from playwright.sync_api import TimeoutError as TooLong
from playwright.sync_api import expect

from tests.conftest import Watch
from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab
from tests.e2e.test_deep_chains import NESTED

SQUARE = "def loss(x=3.0):\n    return x * x"


# What is said of which mistake is shown in tests/unit/classroom.
@pytest.mark.own_code
def test_a_mistake_is_told_marked_and_announced_and_the_page_goes_on(lab: Lab) -> None:
    code = "def loss(x=1.0):\n    y = x * 2\n    return y / 0"
    lab.run(code)
    said = lab.error()
    assert "ZeroDivisionError" in said
    assert "line 3" in said
    expect(lab.page.get_by_role("alert")).to_contain_text("ZeroDivisionError")
    expect(lab.page.locator(".cm-error-line")).to_have_text("    return y / 0")
    assert lab.code == code
    lab.at("error").get_by_role("button", name="line 3").first.click()
    expect(lab.at("editor")).to_be_focused()
    lab.run("x = 1")  # a mistake that belongs to no line
    assert "does not define a function called loss" in lab.error()
    expect(lab.page.locator(".cm-error-line")).to_have_count(0)
    lab.run(SQUARE)
    expect(lab.at("error")).to_have_count(0)
    assert lab.number("gradient-x") == 6.0


@pytest.mark.own_code
def test_endless_printing_is_bounded_and_can_be_stopped(lab: Lab) -> None:
    code = "while True: print('again')"
    lab.write(code)
    lab.at("run").click()
    eventually(lambda: "again" in lab.at("console").inner_text(), 60, "something is printed")
    with contextlib.suppress(TooLong):  # too much output may have ended it already
        lab.at("stop").click(timeout=2000)
    lab.until_ready()
    assert len(lab.at("console").inner_text()) <= 110_000
    assert lab.code == code


@pytest.mark.own_code
def test_settings_that_cannot_be_are_refused(lab: Lab) -> None:
    # Ten million steps are refused with the limit.
    lab.run(SQUARE)
    lab.set("steps", "10000000")
    expect(lab.page.locator(".field-problem")).to_have_text(
        "At most 1,000,000 steps can be run at once."
    )
    lab.set("steps", "50")
    expect(lab.page.locator(".field-problem")).to_have_count(0)

    # A rate that is none is refused.
    problem = lab.page.locator(".field-problem")
    for rate in ("0", "-1", "fast", ""):
        lab.set("rate", rate)
        expect(problem).to_contain_text("must be a number above 0")
        lab.set("rate", "0.1")
        expect(problem).to_have_count(0)


@pytest.mark.own_code
@pytest.mark.long  # in short: the same of Python alone, in tests/e2e/engines/test_faults.py
def test_two_gigabytes_end_in_an_error_and_python_goes_on(lab: Lab) -> None:
    lab.run(
        "big = [bytearray(500_000_000) for _ in range(9)]\n"
        "def loss(x=1.0):\n    return x"
    )
    assert "emory" in lab.error()
    lab.run(SQUARE)
    assert lab.number("gradient-x") == 6.0


@pytest.mark.own_code
def test_a_rate_that_diverges_is_said_honestly(lab: Lab) -> None:
    lab.run("def loss(x=1.0, y=1.0):\n    return 10 * x ** 2 + y ** 2")
    lab.set("rate", "0.5")
    expect(lab.at("divergence")).to_contain_text("Step ")
    expect(lab.at("divergence")).to_contain_text("times")
    expect(lab.at("halve")).to_be_visible()


@pytest.mark.own_code
def test_a_chain_outside_the_protection_is_explained_in_the_lab(
    wide_lab: Lab, watch: Watch
) -> None:
    watch.allow("console:")
    lab = wide_lab
    code = NESTED + "\ndef loss(x=1.0):\n    return x\n"
    lab.write(code)
    lab.at("run").click()
    said = lab.error()
    assert "Python itself broke down" in said
    assert "started anew" in said
    assert lab.code == code
    lab.run(SQUARE)
    assert lab.number("gradient-x") == 6
