"""The Lab, driven as a person drives it."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

from tests.e2e.engines.profiles import eventually

PATIENCE = 150.0  # seconds: a slow, busy machine passes too


@dataclass
class Lab:
    page: Page

    def at(self, test_id: str) -> Locator:
        return self.page.get_by_test_id(test_id)

    def texts(self, selector: str) -> list[str]:
        """The texts of all these at one moment: a locator would find first and read later."""
        script = "at => Array.from(document.querySelectorAll(at), found => found.textContent)"
        found: list[str] = self.page.evaluate(script, selector)
        return found

    @property
    def state(self) -> str:
        return self.at("status").get_attribute("data-state") or ""

    def until_ready(self, patience: float = PATIENCE) -> None:
        eventually(lambda: self.state == "ready", patience, "Python is ready")

    def write(self, code: str) -> None:
        self.at("editor").focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(code)

    def run(self, code: str | None = None) -> None:
        """Run the code in the editor, and wait until that has ended."""
        if code is not None:
            self.write(code)
        self.at("run").click()
        self.until_ready()

    def choose(self, example: str) -> None:
        """Open an example, and wait until it has run."""
        self.at("example").select_option(example)
        ran = """example => {
          const { document: name, session } = document.querySelector('lab-page');
          return name.endsWith(`/${example}`) && session.state.ranCode === session.state.code;
        }"""
        eventually(
            lambda: self.page.evaluate(ran, example) and self.state == "ready",
            PATIENCE, f"{example} has run",
        )

    @property
    def code(self) -> str:
        code: str = self.page.evaluate("document.querySelector('lab-page').session.state.code")
        return code

    def number(self, test_id: str) -> float:
        """The double behind a number on the page."""
        found = self.at(test_id)
        eventually(lambda: found.count() == 1, 20, f"{test_id} is on the page")
        return float(found.get_attribute("data-value") or "nan")

    def set(self, test_id: str, text: str) -> None:
        field = self.at(test_id)
        field.fill(text)
        field.press("Enter")

    def tick(self, milliseconds: int, times: int = 1) -> None:
        """Let a clock of the page tick: whatever of the page has that pace has had its turn."""
        self.page.evaluate(
            """([pace, times]) => new Promise((done) => {
              const clock = setInterval(() => --times || done(clearInterval(clock)), pace);
            })""",
            [milliseconds, times],
        )

    def error(self) -> str:
        eventually(lambda: self.at("error").count() == 1, PATIENCE, "an error is shown")
        return self.at("error").inner_text()


def until_still(page: Page) -> None:
    """Wait until no colour or place is between two states: half-way, text may lack contrast."""
    eventually(
        lambda: page.evaluate("!document.getAnimations().some((a) => a instanceof CSSTransition)"),
        PATIENCE, "all transitions have ended",
    )


def open_lab(page: Page) -> Lab:
    """The Lab in this page, once its first run has ended."""
    lab = Lab(page)
    eventually(lambda: lab.at("run").count() == 1, PATIENCE, "the Lab is there")
    lab.until_ready()
    return lab


def lecture_points(count: int = 1000) -> tuple[list[float], list[float]]:
    r = random.Random(5)
    xs = [r.uniform(0, 1) for _ in range(count)]
    return xs, [r.uniform(0, 1) for _ in range(count)]


def mean_distance(x: float, y: float, xs: Sequence[float], ys: Sequence[float]) -> float:
    return math.fsum(math.hypot(a - x, b - y) for a, b in zip(xs, ys, strict=True)) / len(xs)


def weiszfeld(xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float]:
    """The geometric median, by a solver that shares nothing with the engine."""
    x, y = 0.5, 0.5
    for _ in range(10_000):
        weights = [1 / math.hypot(a - x, b - y) for a, b in zip(xs, ys, strict=True)]
        total = math.fsum(weights)
        new = (math.fsum(w * a for w, a in zip(weights, xs, strict=True)) / total,
               math.fsum(w * b for w, b in zip(weights, ys, strict=True)) / total)
        if math.hypot(new[0] - x, new[1] - y) < 1e-15:
            break
        x, y = new
    return x, y
