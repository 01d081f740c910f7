"""Bad input in the Lab: each gets a clear message, the page stays usable, and no text is lost."""

from __future__ import annotations

import contextlib

import pytest
from playwright.sync_api import TimeoutError as TooLong
from playwright.sync_api import expect

from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab

BAD = {
    "syntax error": ("def loss(x=1.0)\n    return x", "SyntaxError", 1),
    "runtime error": ("def loss(x=1.0):\n    y = x * 2\n    return y / 0", "ZeroDivisionError", 3),
    "no loss": ("def lose(x=1.0):\n    return x", "loss", None),
    "returns nothing": ("def loss(x=1.0):\n    y = x * x", "None", None),
    "returns a string": ("def loss(x=1.0):\n    return 'small'", "str", None),
    "returns a tuple": ("def loss(x=1.0):\n    return x, x", "tuple", None),
    "no default": ("def loss(x):\n    return x * x", "has no start", None),
    "nan": ("def loss(x=1.0):\n    return x * float('nan')", "nan", None),
    "infinity": ("def loss(x=1.0):\n    return x * float('inf')", "inf", None),
}


@pytest.mark.parametrize(("code", "said", "line"), BAD.values(), ids=BAD.keys())
def test_a_mistake_is_explained_and_the_page_goes_on(
    lab: Lab, code: str, said: str, line: int | None
) -> None:
    lab.run(code)
    message = lab.error()
    assert said in message
    assert "py_engine/" not in message
    assert "classroom" not in message
    if line is not None:
        assert f"line {line}" in message
        expect(lab.page.locator(".cm-error-line")).to_have_count(1)
    assert lab.code == code
    lab.run("def loss(x=3.0):\n    return x * x")
    expect(lab.at("error")).to_have_count(0)
    assert lab.number("gradient-x") == 6.0


def test_endless_printing_is_bounded_and_can_be_stopped(lab: Lab) -> None:
    code = "while True: print('again')"
    lab.write(code)
    lab.at("run").click()
    eventually(lambda: "again" in lab.at("console").inner_text(), 30, "something is printed")
    with contextlib.suppress(TooLong):  # too much output may have ended it already
        lab.at("stop").click(timeout=2000)
    lab.until_ready()
    assert len(lab.at("console").inner_text()) <= 110_000
    assert lab.code == code


def test_ten_million_steps_are_refused_with_the_limit(lab: Lab) -> None:
    lab.set("steps", "10000000")
    expect(lab.page.locator(".field-problem")).to_have_text(
        "At most 1,000,000 steps can be run at once."
    )
    lab.set("steps", "50")
    expect(lab.page.locator(".field-problem")).to_have_count(0)


@pytest.mark.parametrize("rate", ["0", "-1", "fast", ""])
def test_a_rate_that_is_none_is_refused(lab: Lab, rate: str) -> None:
    lab.set("rate", rate)
    expect(lab.page.locator(".field-problem")).to_contain_text("must be a number above 0")


def test_two_gigabytes_end_in_an_error_and_python_goes_on(lab: Lab) -> None:
    lab.run(
        "big = [bytearray(500_000_000) for _ in range(9)]\n"
        "def loss(x=1.0):\n    return x"
    )
    assert "emory" in lab.error()
    lab.run("def loss(x=3.0):\n    return x * x")
    assert lab.number("gradient-x") == 6.0


def test_a_rate_that_diverges_is_said_honestly(lab: Lab) -> None:
    lab.run("def loss(x=1.0, y=1.0):\n    return 10 * x ** 2 + y ** 2")
    lab.set("rate", "0.5")
    expect(lab.at("divergence")).to_contain_text("Step ")
    expect(lab.at("divergence")).to_contain_text("times")
    expect(lab.at("halve")).to_be_visible()
