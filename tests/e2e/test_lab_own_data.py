"""A learner's own two columns in the Lab: pasted, read, put into the code, and run."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab

# y = 20 - 0.01 * (year - 2002), apart from one point in the middle that is 0.5 too high.
SHEET = "Jahr\tHöhe\r\n2000\t20,02\r\n2001\t20,01\r\n2002\t20,5\r\n2003\t19,99\r\n2004\t19,98\r\n"


@pytest.fixture
def own_data(lab: Lab) -> Lab:
    """The Lab with the example that takes columns."""
    expect(lab.at("paste")).to_have_count(0)
    lab.choose("own-data")
    return lab


def has_run(lab: Lab) -> bool:
    state = "document.querySelector('lab-page').session.state"
    return bool(lab.page.evaluate(f"{state}.code === {state}.ranCode")) and lab.state == "ready"


def paste(lab: Lab, text: str) -> None:
    lab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    lab.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    lab.at("paste").focus()
    lab.page.keyboard.press("Control+a")
    lab.page.keyboard.press("Control+v")


def test_pasted_columns_are_in_the_code_and_fitted_at_once(own_data: Lab) -> None:
    lab = own_data
    paste(lab, SHEET)
    said = "5 points: Jahr from 2000 to 2004, Höhe from 19.98 to 20.5."
    expect(lab.at("paste-said")).to_have_text(said)
    eventually(lambda: "2000.0  20.02\n2001.0  20.01\n" in lab.code, 60, "they are in the code")
    eventually(lambda: has_run(lab), 60, "it has run")
    expect(lab.at("error")).to_have_count(0)
    expect(lab.at("divergence")).to_have_count(0)
    # Least squares by hand: the slope per year is -0.01, in a spread of sqrt(2) years.
    assert lab.number("optimum-slope") == pytest.approx(-0.01 * 2**0.5, abs=1e-6)
    assert lab.number("optimum-height") == pytest.approx(20.1, abs=1e-6)
    lab.at("tab-data").click()
    expect(lab.at("fit-line")).to_have_count(1)


def test_what_the_paste_replaced_can_be_had_back(own_data: Lab) -> None:
    lab = own_data
    before = lab.code
    paste(lab, SHEET)
    eventually(lambda: lab.code != before, 60, "they are in the code")
    lab.at("editor").focus()
    lab.page.keyboard.press("Control+z")
    assert lab.code == before


def test_a_line_that_cannot_be_read_is_named_and_nothing_is_lost(own_data: Lab) -> None:
    lab = own_data
    before = lab.code
    paste(lab, "1\t2\n2\tthree\n3\t4")
    expect(lab.at("paste-said")).to_have_text(
        "Line 2: “three” in the second column cannot be read as a number."
    )
    expect(lab.at("paste-use")).to_have_count(0)
    assert lab.code == before
    assert lab.at("paste").input_value() == "1\t2\n2\tthree\n3\t4"


def test_typed_columns_wait_for_the_button(own_data: Lab) -> None:
    lab = own_data
    before = lab.code
    lab.at("paste").press_sequentially("0 1\n1 3\n")
    expect(lab.at("paste-said")).to_contain_text("2 points")
    assert lab.code == before
    lab.at("paste-use").click()
    expect(lab.at("paste-use")).to_have_count(0)
    eventually(lambda: has_run(lab) and lab.code != before, 60, "it has run")
    assert 'table = """\n0.0  1.0\n1.0  3.0\n"""' in lab.code
    assert lab.number("optimum-height") == pytest.approx(2.0, abs=1e-6)


def test_the_learners_own_model_stays_when_columns_are_pasted(own_data: Lab) -> None:
    lab = own_data
    mine = lab.code.replace("slope * (x - middle)", "2 * slope * (x - middle)")
    lab.run(mine)
    paste(lab, SHEET)
    eventually(lambda: "20.02" in lab.code, 60, "they are in the code")
    assert "2 * slope * (x - middle)" in lab.code


def test_code_without_a_table_gives_way_to_the_examples_and_is_kept(own_data: Lab) -> None:
    lab = own_data
    mine = "def loss(x=1.0):\n    return x * x"
    lab.run(mine)
    paste(lab, SHEET)
    eventually(lambda: "20.02" in lab.code and has_run(lab), 60, "it has run")
    lab.at("versions").locator("summary").click()
    expect(lab.at("versions")).to_contain_text("def loss(x=1.0):")
