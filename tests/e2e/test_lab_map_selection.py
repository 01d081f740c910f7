"""The map in the one selection: an axis is its leaf, a point of the data is a repetition."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.lab_driver import Lab, lecture_points

LINE = "def loss(x=1.0):\n    return x ** 2"
# Few points, far apart: each can be met by the pointer.
FEW = """from py_engine import mean, sqrt

xs = [0.0, 1.0, 0.0, 1.0]
ys = [0.0, 0.0, 1.0, 1.0]

def loss(x=0.4, y=0.3):
    return mean(sqrt((a - x) ** 2 + (b - y) ** 2) for a, b in zip(xs, ys))
"""


@pytest.fixture
def lab(wide_lab: Lab) -> Lab:
    return wide_lab


def leaf(lab: Lab, name: str) -> str:
    found: str = lab.page.evaluate(
        """name => document.querySelector('lab-page').session.state.result.graph.nodes
            .find(n => n.kind === 'leaf' && n.name === name).id""", name)
    return found


def on_map(lab: Lab, x: float, y: float) -> tuple[float, float]:
    """Where a point of the plane lies on the screen."""
    place: list[float] = lab.page.evaluate(
        """async ([x, y]) => {
          const map = document.querySelector('landscape-map');
          const box = map.querySelector('.map-over').getBoundingClientRect();
          const { x: [left, right], y: [low, high] } = map.window;
          return [box.x + ((x - left) / (right - left)) * box.width,
                  box.y + ((high - y) / (high - low)) * box.height];
        }""", [x, y])
    return place[0], place[1]


@pytest.mark.own_code
def test_leaves_and_axes_light_one_another(lab: Lab) -> None:
    # A leaf lights its axis and its share of the gradient.
    lab.run(FEW)
    lab.page.locator(f'.graph-node[data-node="{leaf(lab, "y")}"]').hover()
    expect(lab.page.locator(".axis-name.is-lit")).to_have_text("y")
    expect(lab.at("map-share-1")).to_have_count(1)
    expect(lab.at("map-share-0")).to_have_count(0)

    # Pointing at an axis lights its leaf and its line.
    box = lab.at("map").bounding_box()
    assert box is not None
    lab.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] - 8)
    expect(lab.page.locator(".graph-node.is-lit")).to_have_attribute("data-node", leaf(lab, "x"))
    expect(lab.page.locator(".cm-lit-line")).to_contain_text("def loss(")
    lab.page.mouse.move(box["x"] + 8, box["y"] + box["height"] / 2)
    expect(lab.page.locator(".graph-node.is-lit")).to_have_attribute("data-node", leaf(lab, "y"))
    lab.page.mouse.move(5, 5)
    expect(lab.page.locator(".graph-node.is-lit")).to_have_count(0)

    # By the keyboard the map lights what its arrows move.
    lab.page.get_by_test_id("tab-map").focus()
    lab.page.keyboard.press("Tab")
    expect(lab.at("map")).to_be_focused()
    expect(lab.page.locator(".axis-name.is-lit")).to_have_count(2)
    expect(lab.page.locator(".graph-node.is-leaf.is-lit")).to_have_count(2)


@pytest.mark.own_code
def test_a_point_of_the_data_shows_itself_in_the_graph(lab: Lab) -> None:
    lab.run(FEW)
    lab.page.mouse.move(*on_map(lab, 1.0, 1.0))
    expect(lab.page.locator(".graph-node.is-constant.is-lit")).to_have_count(2)
    lab.page.mouse.click(*on_map(lab, 1.0, 1.0))
    expect(lab.at("map-datum")).to_have_attribute("data-index", "3")
    expect(lab.page.locator(".frame-stepper input")).to_have_value("4")
    values = lab.page.evaluate(
        """() => document.querySelector('lab-page').session.state.result.graph.nodes
            .filter(n => n.kind === 'constant' && n.frame).map(n => n.value)""")
    assert values == [1.0, 1.0]


def test_the_point_that_the_frame_shows_is_marked_on_the_map(lab: Lab) -> None:
    xs, ys = lecture_points()
    expect(lab.at("map-datum")).to_have_count(0)
    lab.page.get_by_label("The repetition before").click()
    expect(lab.at("map-datum")).to_have_attribute("data-index", "999")
    mark = lab.at("map-datum").bounding_box()
    assert mark is not None
    middle = mark["x"] + mark["width"] / 2, mark["y"] + mark["height"] / 2
    assert middle == pytest.approx(on_map(lab, xs[999], ys[999]), abs=1.5)
    lab.page.locator(".graph-node:not(.is-leaf)").first.hover()
    expect(lab.page.locator(".map-datum.is-lit")).to_have_count(1)


@pytest.mark.own_code
def test_of_one_parameter_the_line_and_its_leaf_are_one(lab: Lab) -> None:
    lab.run(LINE)
    lab.at("map").hover()
    expect(lab.page.locator(".graph-node.is-leaf.is-lit")).to_have_count(1)
    lab.page.mouse.move(5, 5)
    lab.page.locator(".graph-node.is-leaf").hover()
    expect(lab.page.locator(".line-tangent.is-lit")).to_have_count(1)
