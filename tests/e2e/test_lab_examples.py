"""Each example of the Lab runs in the page without an error, and teaches what its title says."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab


@pytest.fixture(scope="module")
def ids() -> list[str]:
    return ["nearest-point", "one-point", "saddle", "rosenbrock", "himmelblau", "ravine",
            "line-fit", "logistic", "two-moons", "kink", "diverges", "own-data"]


@pytest.fixture
def lab(wide_lab: Lab) -> Lab:
    return wide_lab


def test_every_example_is_offered_and_runs(lab: Lab, ids: list[str]) -> None:
    offered = lab.at("example").locator("option").evaluate_all("all => all.map(o => o.value)")
    assert sorted(offered) == sorted(ids)
    for example in [*ids[1:], ids[0]]:
        lab.choose(example)
        expect(lab.at("error")).to_have_count(0)
        expect(lab.at("descent-problem")).to_have_count(0)
        assert lab.number("loss") >= 0
        expect(lab.at("optimum-loss")).to_have_count(1)
        diverged = lab.at("divergence").count() == 1
        assert diverged == (example == "diverges"), example
        assert lab.number("optimum-loss") < lab.number("loss") or diverged, example


def test_in_the_ravine_momentum_ends_below_plain_descent(lab: Lab) -> None:
    lab.choose("ravine")
    expect(lab.at("kept")).to_contain_text("Gradient descent")
    kept = "document.querySelector('lab-page').session.state.kept[0].end.loss"
    assert lab.number("optimum-loss") < 0.1 * lab.page.evaluate(kept)


def test_the_network_separates_the_moons_and_draws_its_boundary(lab: Lab) -> None:
    lab.choose("two-moons")
    expect(lab.at("boundary")).to_have_count(1)
    assert len(lab.at("boundary").get_attribute("d") or "") > 100
    boundary = lab.at("boundary")
    at_the_end = boundary.get_attribute("d")
    lab.at("scrub").fill("0")
    eventually(lambda: boundary.get_attribute("d") != at_the_end, 60, "the boundary goes back")
    assert lab.number("optimum-loss") < 0.1


def test_a_line_is_drawn_through_the_data(lab: Lab) -> None:
    lab.choose("line-fit")
    lab.at("tab-data").click()
    expect(lab.at("fit-line")).to_have_count(1)
    # By the normal equations of the eight marks.
    assert lab.number("optimum-slope") == pytest.approx(1.530952, abs=1e-3)


OVERLAPS = """() => {
  const parts = [...document.querySelectorAll('.figure-gradient > *')]
    .flatMap(part => [...part.querySelectorAll('.number, .math')])
    .map(part => part.getBoundingClientRect());
  const meet = (a, b) => a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom - 1 && b.top < a.bottom - 1;
  return parts.flatMap((a, k) => parts.slice(k + 1).filter(b => meet(a, b)));
}"""


def test_the_gradients_of_many_parameters_stand_clear_of_one_another(lab: Lab) -> None:
    lab.choose("two-moons")
    eventually(lambda: lab.page.locator(".figure-gradient").count() == 13, 60, "the gradients")
    for width in (360, 390, 640, 820, 1440):
        lab.page.set_viewport_size({"width": width, "height": 900})
        assert lab.page.evaluate(OVERLAPS) == [], f"at a width of {width}"
