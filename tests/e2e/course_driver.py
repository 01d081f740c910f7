"""The course, driven as a student does it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, Page

from tests.e2e.engines.profiles import eventually
from tools.differences import whole

LESSONS = Path(__file__).resolve().parents[2] / "web" / "lessons"
PATIENCE = 150.0  # seconds: a slow, busy machine passes too


def chapters() -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = tomllib.loads((LESSONS / "course.toml").read_text("utf-8"))[
        "chapter"
    ]
    return listed


def engine_steps() -> list[str]:
    steps: list[str] = tomllib.loads((LESSONS / "course.toml").read_text("utf-8"))["engine"]
    return steps


def text(exercise: str, name: str) -> str:
    """A file of an exercise, whole."""
    return whole(LESSONS, LESSONS / exercise / name)


def settings(exercise: str) -> dict[str, Any]:
    return tomllib.loads(text(exercise, "exercise.toml"))


@dataclass
class Card:
    """An exercise on its page."""

    page: Page
    id: str

    @property
    def root(self) -> Locator:
        return self.page.locator(f'[data-exercise="{self.id}"].exercise')

    def at(self, test_id: str) -> Locator:
        return self.root.get_by_test_id(test_id)

    @property
    def kind(self) -> str:
        return self.root.get_attribute("data-kind") or ""

    @property
    def state(self) -> str:
        return self.root.get_attribute("data-state") or ""

    @property
    def code(self) -> str:
        """What stands in the editor."""
        code: str = self.root.evaluate("card => card.code")
        return code

    def until_live(self) -> None:
        eventually(lambda: self.at("check").count() == 1, PATIENCE, f"{self.id} can be checked")

    def write(self, answer: str) -> None:
        """Give an answer by the means that its kind has."""
        self.until_live()
        by_kind = {"predict": self._predict, "order": self._order, "find": self._find}
        {**by_kind, "fill": self._fill}.get(self.kind, self._type)(answer)

    def _type(self, answer: str) -> None:
        self.at("editor").focus()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.press("Delete")
        self.page.keyboard.insert_text(answer)

    def _predict(self, answer: str) -> None:
        self.at("prediction").fill(answer.strip())

    def _order(self, answer: str) -> None:
        """Bring each line to its place by the keyboard."""
        wanted = [line for line in answer.splitlines() if line.strip()]
        for place, line in enumerate(wanted):
            lines = self.root.locator(".sorter > li code").all_text_contents()
            at = lines.index(line, place)
            for here in range(at, place, -1):
                self.root.locator(f'.sorter > li[data-index="{here}"]').focus()
                self.page.keyboard.press("ArrowUp")
        assert self.root.locator(".sorter > li code").all_text_contents() == wanted

    def _find(self, answer: str) -> None:
        """Point at the node of that name."""
        nodes = self.root.locator(".graph-node")
        eventually(lambda: nodes.count() > 0, PATIENCE, "the graph is drawn")
        node = self.root.evaluate(
            "(card, name) => card.puzzle.nodes.find(n => (n.name ?? n.symbol) === name).id",
            answer.strip(),
        )
        self.root.locator(f'.graph-node[data-node="{node}"]').click()

    def _fill(self, answer: str) -> None:
        """Give each node its number; the last one that is right is checked at once."""
        for line in answer.splitlines():
            name, _, number = (part.strip() for part in line.partition("="))
            field = self.at(f"fill-{name}")
            eventually(lambda field=field: field.count() == 1, PATIENCE, "the graph is drawn")
            field.fill("" if number == "..." else number)
            field.press("Tab")

    def check(self, patience: float = PATIENCE) -> str:
        """Press Check; what was answered."""
        before = self.root.evaluate("card => card.record.attempts")
        self.at("check").click()
        eventually(
            lambda: self.root.evaluate("card => !card.busy && card.record.attempts") == before + 1,
            patience,
            f"{self.id} is checked",
        )
        return self.at("answer").inner_text()

    @property
    def passed(self) -> bool:
        return self.at("answer").get_attribute("data-passed") == "true"


def card(page: Page, exercise: str) -> Card:
    found = Card(page, exercise)
    found.until_live()
    return found


def open_chapter(page: Page, site: str, folder: str) -> None:
    page.goto(f"{site}course-{folder}.html")
