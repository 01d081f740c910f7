"""Photograph the Lab's main states, for the README and the docs.

python tools/screenshots.py [docs]    # after `python3 build.py build`

Each picture is one state that a reader comes to: look at all of them before you commit them.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.e2e.engines.profiles import Engines  # noqa: E402
from tests.e2e.engines.server import SiteServer  # noqa: E402
from tests.e2e.lab_driver import Lab, open_lab  # noqa: E402
from tests.losses import UNROLLED  # noqa: E402
from tools.browsers import ensure  # noqa: E402

WRONG = """from py_engine import mean
import math

xs = [1.0, 2.0, 4.0]

def loss(x=0.5):
    return mean(math.sqrt((a - x) ** 2) for a in xs)
"""


def opening(_lab: Lab) -> None:
    """As it comes."""


def stepping(lab: Lab) -> None:
    """In the middle of the way back."""
    bar = lab.page.locator("step-transport input[type=range]").first
    bar.evaluate("(bar) => { bar.value = Math.round(0.75 * bar.max); }")
    bar.dispatch_event("input")


def table(lab: Lab) -> None:
    """The order of the way back, a row pointed at."""
    lab.at("tab-table").click()
    lab.page.locator("tr[data-node]").nth(2).hover()


def derivation(lab: Lab) -> None:
    """The chain rule for this loss."""
    lab.at("tab-derivation").click()


def curves(lab: Lab) -> None:
    """Loss and gradient against the step."""
    lab.at("tab-curve").click()


def compared(lab: Lab) -> None:
    """Several descents on one map."""
    lab.at("example").select_option("ravine")


def data(lab: Lab) -> None:
    """A small network, and the boundary that it found."""
    lab.at("example").select_option("two-moons")


def mistake(lab: Lab) -> None:
    """A newcomer's mistake, explained."""
    lab.write(WRONG)
    lab.at("run").click()


def folded(lab: Lab) -> None:
    """A graph that does not roll."""
    lab.run(UNROLLED.format(count=400))


@dataclass(frozen=True)
class Shot:
    name: str
    state: Callable[[Lab], None]
    width: int = 1440
    height: int = 900
    scheme: str = "light"


SHOTS = [
    Shot("lab-light", opening),
    Shot("lab-dark", opening, scheme="dark"),
    Shot("lab-phone", opening, 390, 844),
    Shot("lab-tablet", opening, 820, 1180, "dark"),
    Shot("lab-stepping", stepping),
    Shot("lab-table", table, scheme="dark"),
    Shot("lab-derivation", derivation),
    Shot("lab-curves", curves, scheme="dark"),
    Shot("lab-compared", compared),
    Shot("lab-data", data),
    Shot("lab-mistake", mistake),
    Shot("lab-folded", folded),
]


def main() -> None:
    """Take them all."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    [browser] = ensure(["chromium"])
    server = SiteServer(ROOT / "dist")
    with sync_playwright() as playwright:
        engines = Engines(playwright)
        for shot in SHOTS:
            with engines.open_profile(browser) as profile:  # a fresh one: nothing is kept yet
                page = profile.new_page().page  # type: ignore[attr-defined]
                page.set_viewport_size({"width": shot.width, "height": shot.height})
                page.emulate_media(color_scheme=shot.scheme)
                page.goto(server.address)
                lab = open_lab(page)
                shot.state(lab)
                lab.until_ready()
                time.sleep(4)  # the landscape, and what moves, come to rest
                page.screenshot(path=target / f"{shot.name}.png")
        engines.close()
    server.down()


if __name__ == "__main__":
    main()
